"""Sums over very many rows, kept for a minute once they proved slow; whoever shows them says how old they are."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.engine import epoch
from kith.kernel import clock

SLOW = 0.05
KEEP = 60.0
MOST = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an aggregate, and when they were added up if that was not just now."""

    rows: list[Any]
    at: dt.datetime | None = None


_kept: dict[tuple[str, str], tuple[float, dt.datetime, list[Any]]] = {}


def remembered(rows: QuerySet[Any]) -> Answer:
    """The rows of an aggregating query; one that took longer than SLOW seconds is answered from memory for a minute.

    The query's own text and values are the key, so that nobody gets what was added up for somebody else's reach.
    """
    sql, params = rows.query.sql_with_params()
    key = (sql, repr((params, epoch.current())))
    known = _kept.get(key)
    begun = time.monotonic()
    if known is not None and begun - known[0] < KEEP:
        return Answer(known[2], known[1])
    found = list(rows)
    if time.monotonic() - begun > SLOW:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = (begun, clock.now(), found)
    return Answer(found)
