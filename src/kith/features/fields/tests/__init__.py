"""Tests of the pages of fields."""
