"""Tests of sign-on by other systems."""
