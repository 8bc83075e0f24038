"""Entries of a story that stand at its top."""
