"""Groups of what is the same, from pairs: whoever is tied, strongest ties first, unless two must never be one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def joined(
    first: Any,
    second: Any,
    chances: Any,
    *,
    apart: Callable[[int, int], bool] = lambda _one, _other: False,
    most: int = 100,
) -> dict[int, list[int]]:
    """Groups of at least two by their lowest row. Ties are taken in falling order of chance; one that would bring rows
    together that are known to be `apart` (asked of rows), or make a group of more than `most`, is left out."""
    above: dict[int, int] = {}
    members: dict[int, list[int]] = {}

    def top(row: int) -> int:
        while (next_ := above.get(row, row)) != row:
            above[row] = above.get(next_, next_)
            row = next_
        return row

    for place in np.argsort(-np.asarray(chances), kind="stable"):
        one, other = top(int(first[place])), top(int(second[place]))
        if one == other:
            continue
        ours, theirs = members.get(one, [one]), members.get(other, [other])
        if len(ours) + len(theirs) > most or _kept_apart(ours, theirs, apart):
            continue
        low, high = min(one, other), max(one, other)
        above[high] = low
        members[low] = [*ours, *theirs]
        members.pop(high, None)
    return {low: sorted(rows) for low, rows in members.items() if len(rows) > 1}


def _kept_apart(ours: Sequence[int], theirs: Sequence[int], apart: Callable[[int, int], bool]) -> bool:
    return any(apart(one, other) for one in ours for other in theirs)
