"""The configuration as a file, and every change of it as a version."""
