"""Rules of customers, contacts and what belongs to them."""
