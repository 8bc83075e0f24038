"""Pages of sign-on by other systems."""
