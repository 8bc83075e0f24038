"""Files attached to any record: stored once by content, seen by those who see the record."""
