"""Fellegi and Sunter (1969): how much each agreement and each difference says, learned without examples.

Every pair is a pattern of levels, one per field. m is how often a level is seen among pairs that are the same, u among
pairs that are not; u is counted on pairs drawn by chance, m and the share of equals among the pairs at hand by
expectation and maximisation over the counts of patterns (Winkler 1988). The odds of a pair are the prior times m/u of
each level; a field that is missing on one side says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

ROUNDS = 100
SMALLEST = 1e-6
LEVELS = 8
"""Levels are below this: three bits each in a packed pattern."""


def packed(levels: Sequence[Any]) -> Any:
    """Patterns of levels (arrays of one level per pair) as one number a pair."""
    found = np.zeros(len(levels[0]), np.int64)
    for column in levels:
        found = found * LEVELS + column
    return found


def unpacked(patterns: Any, fields: int) -> Any:
    """The levels of packed patterns, a row for each pattern."""
    found = np.empty((len(patterns), fields), np.int64)
    rest = np.asarray(patterns).copy()
    for place in range(fields - 1, -1, -1):
        found[:, place], rest = rest % LEVELS, rest // LEVELS
    return found


@dataclass(frozen=True)
class Odds:
    """What was learned: m and u by field and level, and the share of equals (0 to 1) among the pairs learned from."""

    m: Any
    u: Any
    share: float

    def weights(self, levels: Any) -> Any:
        """log2 of the odds of rows of levels, the prior included."""
        fields = np.arange(self.m.shape[0])
        prior = np.log2(self.share / (1 - self.share))
        ratio = np.log2(self.m / self.u)
        ratio[:, 0] = 0
        return prior + ratio[fields, levels].sum(axis=1)

    def chances(self, patterns: Any) -> Any:
        """How likely (from 0 to 1) pairs of these packed patterns are the same."""
        known, where = np.unique(patterns, return_inverse=True)
        weights = np.clip(self.weights(unpacked(known, self.m.shape[0])), -60, 60)
        return (1 / (1 + np.exp2(-weights))).astype(np.float32)[where]


def frequencies(patterns: Any, fields: int, counts: Any = None) -> Any:
    """How often each level is seen in each field, among those where there is something to compare."""
    levels = unpacked(patterns, fields)
    found = np.zeros((fields, LEVELS))
    for place in range(fields):
        seen = np.bincount(levels[:, place], weights=counts, minlength=LEVELS).astype(float)
        seen[0] = 0
        found[place] = (seen + SMALLEST) / (seen.sum() + SMALLEST * LEVELS)
    return np.maximum(found, SMALLEST)


def learn(patterns: Any, by_chance: Any, *, fields: int, begin: Any = None, share: float = 0.1) -> Odds:
    """Learn from the patterns of pairs at hand and of pairs drawn by chance; `begin` are frequencies of equals to begin
    with (field by level), by default the higher the level the more often."""
    known, counts = np.unique(patterns, return_counts=True)
    levels, places = unpacked(known, fields), np.arange(fields)
    u = frequencies(by_chance, fields)
    m = expected(by_chance, known, fields) if begin is None else begin
    for _round in range(ROUNDS):
        odds = Odds(m, u, share)
        equal = 1 / (1 + np.exp2(-np.clip(odds.weights(levels), -60, 60)))
        weighed = counts * equal
        before, share = share, float(np.clip(weighed.sum() / counts.sum(), SMALLEST, 1 - SMALLEST))
        m = _monotone(frequencies(known, fields, weighed), u, places)
        if abs(share - before) < SMALLEST:
            break
    return Odds(m, u, share)


def expected(by_chance: Any, known: Any, fields: int) -> Any:
    """Where learning begins: among equals the highest level that a field can have is seen nine times in ten."""
    highest = np.maximum(unpacked(known, fields).max(axis=0), unpacked(by_chance, fields).max(axis=0))
    found = np.full((fields, LEVELS), SMALLEST)
    for place, top in enumerate(highest):
        found[place, 1 : top + 1] = 0.1 / max(top, 1)
        found[place, top] = 0.9
    return found


def _monotone(m: Any, u: Any, places: Any) -> Any:
    """A difference never speaks for two being the same: its m is at most its u."""
    m[places, 1] = np.minimum(m[places, 1], u[places, 1])
    return m
