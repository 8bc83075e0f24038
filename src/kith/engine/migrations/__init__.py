"""Schema of the engine."""
