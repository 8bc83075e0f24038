"""When a grade rises and when it falls: pure decisions without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Falling:
    """A fall that waits: the best value that was deserved since `since`."""

    value: str
    since: dt.date


def decide(
    ranks: Mapping[str, int], now: str, deserved: str, falling: Falling | None, *, today: dt.date, hold: int
) -> tuple[str, Falling | None]:
    """The value from today on, and the fall that waits.

    `ranks` has more for better values; what it does not know is below all. A better value comes at once. A worse one
    comes when for `hold` days in a row nothing as good as the present one was deserved, and then goes down no further
    than to the best that was deserved meanwhile; what is lower still waits a period of its own.
    """

    def rank(value: str) -> int:
        return ranks.get(value, -1)

    if rank(deserved) > rank(now):
        return deserved, None
    if rank(deserved) == rank(now):
        return now, None
    since = falling.since if falling else today
    best = max((deserved, falling.value), key=rank) if falling else deserved
    if rank(best) >= rank(now):
        best, since = deserved, today
    if (today - since).days < hold:
        return now, Falling(best, since)
    return best, Falling(deserved, today) if rank(deserved) < rank(best) else None
