"""The engine: declarations, registry, the gate, access, conditions, journal, events, identity. It knows no module."""
