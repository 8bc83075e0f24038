"""The JSON shell: every entity under /api/v1, as design §9 promises."""
