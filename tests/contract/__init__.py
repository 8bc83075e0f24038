"""What every entity promises, derived from the registry."""
