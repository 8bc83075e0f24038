"""Privacy: what is kept about people: given out, erased with proof, consented to, and kept no longer than needed."""
