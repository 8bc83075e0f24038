"""Following customers and leads up: what counts, in which rhythm, until when, and who was forgotten."""
