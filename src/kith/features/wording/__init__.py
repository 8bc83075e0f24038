"""The company's own words for what Kith calls otherwise."""
