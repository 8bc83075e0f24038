"""Pages of visits and work reports."""
