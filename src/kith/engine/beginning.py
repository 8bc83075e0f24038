"""What forms suggest for days and times: functions of the actor, for `begin` of fields and arguments."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from kith.kernel import clock


class Somewhere(Protocol):
    """Who has a time zone: an actor."""

    @property
    def time_zone(self) -> str: ...


def today(actor: Somewhere) -> dt.date:
    """The person's calendar day."""
    return clock.today(actor.time_zone)


def this_minute(_actor: Somewhere) -> dt.datetime:
    """Now, without the seconds that nobody types."""
    return clock.now().replace(second=0, microsecond=0)


def this_time_tomorrow(actor: Somewhere) -> dt.datetime:
    """A day from now."""
    return this_minute(actor) + dt.timedelta(days=1)
