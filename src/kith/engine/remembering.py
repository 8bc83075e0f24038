"""Sums over very many rows, kept for a minute once they proved slow; whoever shows them says how old they are.

Who has changed something since gets new ones: nobody looks at his own change and sees figures from before it.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.engine import epoch, journal
from kith.engine.actor import Actor
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


def remembered(rows: QuerySet[Any], actor: Actor) -> Answer:
    """The rows of an aggregating query; one that took longer than SLOW seconds is answered from memory for a minute,
    unless the actor has written meanwhile.

    The query's own text and values are the key, so that nobody gets what was added up for somebody else's reach.
    """
    sql, params = rows.query.sql_with_params()
    key = (sql, repr((params, epoch.current().rules)))
    known = _kept.get(key)
    begun, now = time.monotonic(), clock.now()
    if known is not None and begun - known[0] < KEEP and not _written(actor, known[1]):
        return Answer(known[2], known[1])
    found = list(rows)
    if time.monotonic() - begun > SLOW:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = (begun, now, found)
    return Answer(found)


def _written(actor: Actor, since: dt.datetime) -> bool:
    """Whether the actor's latest batch is younger than that."""
    if actor.user_id is None:
        return False
    batches = journal.Batch.objects.filter(actor_id=actor.user_id).order_by("-id")
    last = batches.values_list("at", flat=True).first()
    return last is not None and last >= since
