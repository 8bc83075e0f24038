"""Who sees and does what: derived from the registry, over every surface."""
