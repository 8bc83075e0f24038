"""Records that people want to hear of."""
