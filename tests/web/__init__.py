"""Pages, proved with the records of the modules: the shell knows none of them."""
