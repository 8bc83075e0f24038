"""Schema of the sales module."""
