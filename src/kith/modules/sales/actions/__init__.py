"""Rules of sales, one file per object."""
