"""Pages and addresses of sales that no declaration can give."""
