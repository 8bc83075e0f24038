"""The launcher, tried without installing anything."""
