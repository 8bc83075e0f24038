"""The menu at the side and under the thumb, by role."""
