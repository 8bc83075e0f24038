"""Named reads, one file per subject."""
