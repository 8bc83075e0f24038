"""The product against the data of real companies."""
