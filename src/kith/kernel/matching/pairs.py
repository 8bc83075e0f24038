"""Which records to compare: those that share a key. Everything in arrays, so that a million records fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

SHIFT = 32


def of_groups(keys: Any, rows: Any, *, most: int = 50, near: int = 10) -> Any:
    """Pairs (lower row << 32 | higher row) of the rows that share a key, each pair once.

    Of more than `most` rows with one key each is compared with the next `near` only: what so many have says little.
    """
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[starts, len(keys)])
    reach = np.repeat(np.where(sizes > most, near, most), sizes)
    left = np.repeat(starts + sizes, sizes) - np.arange(len(keys)) - 1
    reach = np.minimum(reach, left)
    found = [_stepped(rows, reach, step) for step in range(1, int(reach.max(initial=0)) + 1)]
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)


def _stepped(rows: Any, reach: Any, step: int) -> Any:
    first = np.flatnonzero(reach >= step)
    one, other = rows[first].astype(np.int64), rows[first + step].astype(np.int64)
    differ = one != other
    one, other = one[differ], other[differ]
    return (np.minimum(one, other) << SHIFT) | np.maximum(one, other)


def parted(pairs: Any) -> tuple[Any, Any]:
    """The lower and the higher row of each pair."""
    return pairs >> SHIFT, pairs & ((1 << SHIFT) - 1)


def by_chance(rows: int, wanted: int, seed: int = 1) -> tuple[Any, Any]:
    """Pairs of different rows drawn by chance, the same ones each time."""
    random = np.random.default_rng(seed)
    first = random.integers(0, rows, wanted)
    second = (first + random.integers(1, max(rows, 2), wanted)) % rows
    return first, second


def blocks(count: int, size: int) -> Iterator[slice]:
    """Slices of at most `size`."""
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))
