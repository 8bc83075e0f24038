"""Grades of records by rules: points or conditions, rising at once, falling only after a full period."""
