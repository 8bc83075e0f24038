"""Rules of activities, one file per object."""
