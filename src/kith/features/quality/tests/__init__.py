"""Tests of data quality."""
