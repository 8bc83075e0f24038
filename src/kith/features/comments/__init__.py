"""Comments on any record, with @mentions."""
