"""Inner rooms of the gate; only the gate's own doors (records, bulk, journal) may enter."""
