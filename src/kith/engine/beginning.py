"""What forms suggest for days and times: functions of the actor, for `begin` of fields and arguments."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

from kith.kernel import clock

BEGINS, LATE, ENDS = dt.time(9), dt.time(16), dt.time(17)
"""When work begins, from when on a day is too short for something new, and when work ends."""
SATURDAY = 5


class Somewhere(Protocol):
    """Who has a time zone: an actor."""

    @property
    def time_zone(self) -> str: ...


class Somebody(Protocol):
    """Who may be a person: an actor."""

    @property
    def user_id(self) -> int | None: ...


def me(actor: Somebody) -> int | None:
    """The person who fills in the form."""
    return actor.user_id


def today(actor: Somewhere) -> dt.date:
    """The person's calendar day."""
    return clock.today(actor.time_zone)


def this_minute(_actor: Somewhere) -> dt.datetime:
    """Now, without the seconds that nobody types."""
    return clock.now().replace(second=0, microsecond=0)


def this_time_tomorrow(actor: Somewhere) -> dt.datetime:
    """A day from now."""
    return this_minute(actor) + dt.timedelta(days=1)


def end_of_work(actor: Somewhere) -> dt.datetime:
    """When something to do is due unless one says otherwise: today at the end of work, or on the next working day in
    the morning when today is late or no working day."""
    zone = ZoneInfo(actor.time_zone)
    local = clock.now().astimezone(zone)
    day, time = local.date(), ENDS
    if local.time() >= LATE or day.weekday() >= SATURDAY:
        day, time = day + dt.timedelta(days=1), BEGINS
    while day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC)
