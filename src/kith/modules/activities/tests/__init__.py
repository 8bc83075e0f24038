"""Tests of the activities module."""
