"""Tests of the HTML shell."""
