"""Suites that cross the house; tests of one part lie beside it."""
