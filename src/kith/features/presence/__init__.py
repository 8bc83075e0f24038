"""Who looks at a record now."""
