"""Who stands in for whom, and who is away: read with the directory, asked for a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kith.engine.identity.staffing import Absence, Deputy, Extent
from kith.kernel import clock


@dataclass(frozen=True, slots=True)
class StandIn:
    """A deputy for a period: from its first moment until just before its last."""

    person: int
    deputy: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    reading: bool

    def holds(self, now: dt.datetime) -> bool:
        """Whether it is in force."""
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Absent:
    """A time in which somebody does not work."""

    id: int
    person: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    deputy: int | None
    reading: bool


RECENT = dt.timedelta(days=40)
"""How long after its end an absence still stands on calendars."""


def absences() -> Mapping[int, tuple[Absent, ...]]:
    """Every absence that is not long over, by person, in order of time."""
    found: dict[int, tuple[Absent, ...]] = {}
    rows = Absence.live().filter(ends_at__gt=clock.now() - RECENT).order_by("starts_at", "pk")
    names = ("id", "person_id", "starts_at", "ends_at", "deputy_id", "extent")
    for number, person, starts, ends, deputy, extent in rows.values_list(*names):
        one = Absent(number, person, starts, ends, deputy, extent == Extent.READING)
        found[one.person] = (*found.get(one.person, ()), one)
    return found


def stand_ins(away: Mapping[int, Iterable[Absent]]) -> tuple[StandIn, ...]:
    """Every deputy whose time is not over, named by himself or by an absence."""
    rows = Deputy.live().filter(ends_at__gt=clock.now()).order_by("starts_at", "pk")
    names = ("person_id", "deputy_id", "starts_at", "ends_at", "extent")
    named = [
        StandIn(person, deputy, starts, ends, extent == Extent.READING)
        for person, deputy, starts, ends, extent in rows.values_list(*names)
    ]
    from_absences = [
        StandIn(one.person, one.deputy, one.starts_at, one.ends_at, one.reading)
        for several in away.values()
        for one in several
        if one.deputy is not None
    ]
    return (*named, *from_absences)
