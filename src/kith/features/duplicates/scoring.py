"""How likely pairs are the same: levels of name, phone, mail, tax number and town, weighed by Fellegi and Sunter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kith.features.duplicates.marking import KINDS
from kith.features.duplicates.reading import Faces, Keys
from kith.kernel.matching import comparing, odds, pairs
from kith.kernel.matching.names import Name

FIELDS = ("name", "phone", "mail", "tax", "town")
BLOCK = 50_000
CHANCE = 10_000
ENOUGH = 2_000
"""From so many pairs on one learns from them; below, and as a beginning, what is usual counts."""
# Of a field: how often nothing speaks against, ... the same is seen among equals and among pairs drawn by chance.
USUAL = {
    "name": ((0.04, 0.06, 0.15, 0.75), (0.985, 0.01, 0.004, 0.001)),
    "phone": ((0.25, 0.75), (0.9995, 0.0005)),
    "mail": ((0.25, 0.75), (0.9995, 0.0005)),
    "tax": ((0.02, 0.98), (0.99999, 0.00001)),
    "town": ((0.15, 0.85), (0.9, 0.1)),
}
SHARE = 0.02


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows to compare, and which of them share a phone, a mail address, a tax number."""

    pairs: Any
    shared: dict[str, Any]


def candidates(keys: Keys) -> Candidates:
    """Pairs that share a key; a beginning or an end of a name that many have brings nobody together."""
    found, shared = [], {}
    for word, kind in KINDS.items():
        strong = word in ("name", "phone", "mail", "tax")
        met = pairs.of_groups(*keys.of(kind), most=30 if strong else 12, near=3 if strong else 0)
        if word in FIELDS:
            shared[word] = met
        found.append(met)
    return Candidates(np.unique(np.concatenate(found)), shared)


def usual() -> odds.Odds:
    """What agreements usually say, before anything is learned."""
    m, u = (np.full((len(FIELDS), odds.LEVELS), odds.SMALLEST) for _ in range(2))
    for place, name in enumerate(FIELDS):
        for table, said in zip((m, u), USUAL[name], strict=True):
            table[place, 1 : len(said) + 1] = said
    return odds.Odds(m, u, SHARE)


class Scorer:
    """Compares pairs block by block."""

    def __init__(self, keys: Keys, faces: Faces) -> None:
        self.keys, self.faces = keys, faces
        self.has = {word: keys.having(KINDS[word]) for word in ("phone", "mail", "tax")}

    def patterns(self, found: Any, shared: dict[str, Any]) -> Any:
        """The packed pattern of each pair, -1 where names speak against each other and nothing else speaks for it."""
        made = [self._block(found[part], shared) for part in pairs.blocks(len(found), BLOCK)]
        return np.concatenate(made) if made else np.empty(0, np.int64)

    def _block(self, found: Any, shared: dict[str, Any]) -> Any:
        first, second = pairs.parted(found)
        same = {word: np.isin(found, shared[word]) for word in self.has if word in shared}
        known = self.faces.read(self.keys.people[np.unique(np.concatenate([first, second]))])
        ours = [known.get(int(one), ((), "")) for one in self.keys.people[first]]
        theirs = [known.get(int(one), ((), "")) for one in self.keys.people[second]]
        names, clash = named([one[0] for one in ours], [one[0] for one in theirs])
        levels = [names]
        for word in ("phone", "mail", "tax"):
            both = self.has[word][first] & self.has[word][second]
            equal = same.get(word, np.zeros(len(found), bool))
            levels.append(np.where(equal, 2, np.where(both, 1, 0)).astype(np.int64))
        levels.append(comparing.exact([one[1] for one in ours], [one[1] for one in theirs]).astype(np.int64))
        packed = odds.packed(levels)
        packed[clash & (levels[3] != 2)] = -1
        return packed

    def by_chance(self) -> Any:
        """Patterns of pairs drawn by chance."""
        rows = len(self.keys.people)
        first, second = pairs.by_chance(rows, min(CHANCE, rows * 5))
        drawn = (np.minimum(first, second) << pairs.SHIFT) | np.maximum(first, second)
        found = self.patterns(drawn, {})
        return found[found >= 0]


def named(ours: Sequence[tuple[Name, ...]], theirs: Sequence[tuple[Name, ...]]) -> tuple[Any, Any]:
    """The level of the nearest names of each pair, and whether all of them speak against each other."""
    left, right, place = [], [], []
    clash = np.zeros(len(ours), bool)
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        fitting = [(one, two) for one in mine for two in other if not one.clashes(two)]
        clash[number] = bool(mine and other and not fitting)
        for one, two in fitting:
            here, there = one.beside(two)
            left.append(here)
            right.append(there)
            place.append(number)
    levels = np.zeros(len(ours), np.int64)
    if left:
        swapped = (
            [" ".join(sorted(line.split())) for line in left],
            [" ".join(sorted(line.split())) for line in right],
        )
        found = np.maximum(comparing.worded(left, right), comparing.worded(*swapped)).astype(np.int64)
        np.maximum.at(levels, np.array(place), found)
    levels[clash] = 1
    return levels, clash


def chances(patterns: Any, scorer: Scorer) -> Any:
    """How likely each pair is the same (from 0 to 1); pairs of pattern -1 are not."""
    good = patterns >= 0
    found = np.zeros(len(patterns), np.float32)
    if not good.any():
        return found
    known = usual()
    if good.sum() >= ENOUGH:
        by_chance = scorer.by_chance()
        learned = odds.learn(patterns[good], by_chance, fields=len(FIELDS), begin=known.m, share=0.1)
        known = odds.Odds(
            (learned.m + known.m) / 2, np.maximum((learned.u + known.u) / 2, odds.SMALLEST), SHARE
        )
    found[good] = known.chances(patterns[good])
    return found
