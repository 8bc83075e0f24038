"""Schema of the customers module."""
