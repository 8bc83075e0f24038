"""Data quality: rules that say what a good record has, a score for each, and runs that clean many at once."""
