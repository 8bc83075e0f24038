"""Named reads of customers, and what is known of countries."""
