"""Schema of the activities module."""
