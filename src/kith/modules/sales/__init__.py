"""Sales: from a first sign of interest to a deal that is won or lost."""
