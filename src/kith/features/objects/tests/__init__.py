"""Tests of the pages of own objects."""
