"""Merging as people and programs do it: what it moves, keeps, refuses, and how it is taken back."""
