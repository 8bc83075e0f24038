"""The import, proved with the records of the modules: a feature knows none of them."""
