"""What speaks HTTP: the tab, the page of a type, another type for a record, types for many."""
