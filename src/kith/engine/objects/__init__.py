"""The customer's own business objects: rows here, a table and a declaration for each, and no code."""
