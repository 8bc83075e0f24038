"""What each page costs in statements."""
