"""How record pages are arranged, by role."""
