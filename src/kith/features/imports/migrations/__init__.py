"""Migrations of the import feature."""
