"""Import: rows of a file become records through the gate, checked first, resumable, undone as one batch."""
