"""The JSON shell: every entity over HTTP, derived from its declaration."""
