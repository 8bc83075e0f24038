"""Tests of the engine: the gate, rights, journal, search, added fields."""
