"""Roll-ups: values of a record that are worked out over the records that link to it, kept current with every write."""

from kith.engine.rollups.checking import fill, leads, mistakes
from kith.engine.rollups.rollup import FUNCTIONS, KINDS, Rollup, gives, of

__all__ = ("FUNCTIONS", "KINDS", "Rollup", "fill", "gives", "leads", "mistakes", "of")
