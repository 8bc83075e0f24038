"""Places: which records a person has seen lately, and which are kept at hand with a star."""
