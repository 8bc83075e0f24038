"""Optional powers of any record."""
