"""Pages of customers that no declaration can give."""
