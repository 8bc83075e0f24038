"""Pages of own objects."""
