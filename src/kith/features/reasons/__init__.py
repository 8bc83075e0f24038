"""Why somebody can see a record, and what else he may do with it."""
