"""Tests of buttons."""
