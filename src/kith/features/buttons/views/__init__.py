"""Pages of buttons: pressing one, and shaping those of an object."""
