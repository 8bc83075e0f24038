"""Tests of the role editor."""
