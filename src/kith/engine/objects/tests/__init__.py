"""Tests of own objects."""
