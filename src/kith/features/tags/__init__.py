"""Tags: which ones are in use, so that people write the same word again."""
