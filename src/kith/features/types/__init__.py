"""Types of records: kinds of one object with their own fields, values, process and page."""
