"""Whether two records mean the same: names made comparable, keys to meet by, likeness, and the odds of it all."""
