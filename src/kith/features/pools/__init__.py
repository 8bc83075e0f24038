"""Public pools: customers and leads without an owner, taken, given back and recycled by rule."""
