"""Properties that hold for whatever chance brings."""
