"""The days that a calendar shows, what they are called, and the ways from them to others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_interval, get_day_names
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.engine.formatting import long_date
from kith.engine.settings import company
from kith.kernel import clock
from kith.web.addressing import State
from kith.web.cells import month
from kith.web.pieces import Link
from kith.web.tabs import ALL

DAYS = 7
MINE = "mine"
YEAR = dt.timedelta(days=400)
WAYS = ("day", "week", "month", "team-day", "team-week")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown: from `first` on `count` of them, for the day, week or month of `day`."""

    way: str
    first: dt.date
    count: int
    day: dt.date

    @property
    def days(self) -> list[dt.date]:
        """Every day."""
        return [self.first + dt.timedelta(days=number) for number in range(self.count)]

    @property
    def last(self) -> dt.date:
        """The day after them."""
        return self.first + dt.timedelta(days=self.count)

    @property
    def team(self) -> bool:
        """Whether people stand side by side."""
        return self.way.startswith("team")

    def bounds(self, zone: str) -> tuple[dt.datetime, dt.datetime]:
        """The moments at which the first day begins and the last one ends, in a person's zone."""
        start, end = (
            dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
            for day in (self.first, self.last)
        )
        return start, end

    def title(self, actor: Actor) -> str:
        """What the days are called."""
        if self.way == "month":
            return month(self.day, actor)
        if self.count == 1:
            return long_date(self.day, actor.language)
        last = self.last - dt.timedelta(days=1)
        return str(format_interval(self.first, last, "yMMMMd", locale=actor.show.locale))


def span(state: State, actor: Actor, *, timed: bool) -> Span:
    """The days of the address. Raises NotFound for days that no calendar has."""
    way = state.group if state.group in WAYS else "week" if timed else "month"
    if not timed and way.endswith("day"):
        way = way.replace("day", "week")
    try:
        day = dt.date.fromisoformat(state.day) if state.day else clock.today(actor.time_zone)
        if not dt.date.min + YEAR < day < dt.date.max - YEAR:
            raise NotFound
        if way.endswith("day"):
            return Span(way, day, 1, day)
        if way.endswith("week"):
            return Span(way, week_of(day), DAYS, day)
        first = day.replace(day=1)
        after = (first + dt.timedelta(days=32)).replace(day=1)
        return Span(way, week_of(first), -(-(after - week_of(first)).days // DAYS) * DAYS, first)
    except (ValueError, OverflowError) as error:
        raise NotFound from error


def week_of(day: dt.date) -> dt.date:
    """The first day of a day's week."""
    return day - dt.timedelta(days=(day.weekday() - company().week_start) % DAYS)


def day_names(actor: Actor) -> list[str]:
    """Short names of the days, from the day on which weeks begin."""
    names = get_day_names("abbreviated", locale=actor.show.locale)
    return [str(names[(number + company().week_start) % DAYS]) for number in range(DAYS)]


def steps(state: State, days: Span) -> list[Link]:
    """Back, today and on; each has its key."""
    if days.way == "month":
        before, after = days.day - dt.timedelta(days=1), (days.day + dt.timedelta(days=32)).replace(day=1)
    else:
        before, after = (days.day + dt.timedelta(days=days.count * sign) for sign in (-1, 1))
    return [
        Link(_("Earlier"), state.url(day=before.isoformat()), "chevron-left", key="p"),
        Link(_("Today"), state.url(day=""), key="t"),
        Link(_("Later"), state.url(day=after.isoformat()), "chevron-right", key="n"),
    ]


def ways(state: State, days: Span, *, timed: bool, team: bool) -> list[Link]:
    """Day, week, month; and people side by side."""
    words = {
        "day": pgettext("calendar", "Day"),
        "week": pgettext("calendar", "Week"),
        "month": pgettext("calendar", "Month"),
        "team-day": _("Team’s day"),
        "team-week": _("Team’s week"),
    }
    return [
        Link(label, _other(state, days, way), key=way[0] if "-" not in way else "", current=way == days.way)
        for way, label in words.items()
        if (timed or not way.endswith("day")) and (team or not way.startswith("team"))
    ]


def _other(state: State, days: Span, way: str) -> str:
    """The address of another way: side by side stand all, alone one's own, unless one chose otherwise."""
    view = state.view
    if way.startswith("team"):
        view = ALL if view in ("", MINE) else view
    elif days.team and view == ALL:
        view = ""
    return state.url(group=way, view=view)
