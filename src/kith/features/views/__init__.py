"""Saved views: named ways to look at many records, private or shared."""
