"""Tests of the import feature."""
