"""Activities: what was done with customers and what is to be done, in one list and one timeline."""
