"""Tables of cases with what has to come out."""
