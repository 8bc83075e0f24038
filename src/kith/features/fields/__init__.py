"""Where an administrator adds fields to objects, changes, sorts and removes them."""
