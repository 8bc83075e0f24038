"""Rules of the company: what a record must not be, and how forms react to what stands in them."""
