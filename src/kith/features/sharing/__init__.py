"""Rules by which records that fit a condition are shared."""
