"""Records that may mean the same: found while one types, on saving, and in the whole database."""
