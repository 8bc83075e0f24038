"""Pages of follow-up."""
