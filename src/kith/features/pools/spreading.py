"""Giving out what lies in a pool: evenly or by chance, so many to one person at a time and in a day."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter

from kith.engine import worktime
from kith.features.pools import moving
from kith.features.pools.configured import members
from kith.features.pools.judging import NotNow, start_of, today
from kith.features.pools.models import Happened, Pool, PoolMove, Standing, Taking
from kith.kernel import clock

AT_ONCE = 500
FAIR = 30
"""Days that count for who was given fewest."""


def spread(pool: Pool) -> int:
    """Give out what waits, the oldest first, to members who are there and have room. How many were given."""
    waiting = Standing.objects.filter(pool_id=pool.pk, entity=pool.entity).order_by("entered_at", "pk")
    if pool.freeze:
        waiting = waiting.filter(entered_at__lt=start_of(today() - dt.timedelta(days=pool.freeze - 1)))
    rows = list(waiting.values_list("record_id", flat=True)[:AT_ONCE])
    turns = Turns(pool) if rows else None
    return sum(turns.give(number) for number in rows if turns is not None)


class Turns:
    """Whose turn it is. What was given before is counted in the ledger."""

    def __init__(self, pool: Pool) -> None:
        self.pool, now = pool, clock.now()
        given = PoolMove.objects.filter(pool_id=pool.pk, kind=Happened.SPREAD)
        people = [one for one in members(pool) if worktime.away_until(one, now) is None]
        self.today = Counter(given.filter(at__gte=start_of(today())).values_list("target_id", flat=True))
        self.lately = Counter(
            given.filter(at__gte=now - dt.timedelta(days=FAIR)).values_list("target_id", flat=True)
        )
        since = now - dt.timedelta(minutes=pool.spacing or 0)
        resting = (
            set(given.filter(at__gt=since).values_list("target_id", flat=True)) if pool.spacing else set()
        )
        self.people = [one for one in people if one not in resting]
        self.now: Counter[int] = Counter()

    def open(self) -> list[int]:
        """Who can be given one more now, in the order in which they are asked."""
        pool = self.pool
        found = [
            one
            for one in self.people
            if self.now[one] < (pool.each or 1) and (pool.daily is None or self.today[one] < pool.daily)
        ]
        if pool.taking == Taking.RANDOM:
            secrets.SystemRandom().shuffle(found)
            return found
        return sorted(found, key=lambda one: (self.lately[one], one))

    def give(self, number: int) -> bool:
        """Give one record to the first who may have it."""
        for person in self.open():
            try:
                moving.spread(self.pool, number, person)
            except NotNow as refusal:
                if refusal.check == "gone":
                    return False
                if refusal.check != "cooling":
                    self.people.remove(person)
                continue
            for counter in (self.now, self.today, self.lately):
                counter[person] += 1
            return True
        return False
