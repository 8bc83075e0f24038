"""Migrations of follow-up."""
