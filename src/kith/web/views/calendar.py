"""Calendars: a month or a week of records by their date; arrows lead on, days that are full lead to the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.formatting import long_date
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.web.addressing import State
from kith.web.cells import month, tone_class
from kith.web.look import Look
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened

MOST = 800
PER_DAY = 6
DAYS = 7


@dataclass(slots=True)
class Happening:
    """One record on its day."""

    name: str
    href: str
    time: str = ""
    tone: str = ""
    done: bool = False


@dataclass(slots=True)
class Day:
    """One day of the grid."""

    number: int
    label: str
    href: str
    outside: bool
    today: bool
    items: list[Happening] = field(default_factory=list)
    more: int = 0


@dataclass(slots=True)
class Calendar:
    """The grid as the template wants it."""

    title: str
    week: bool
    names: list[str]
    days: list[Day]
    ways: list[Link]


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown: from `first` on `count` of them, for the month or week of `day`."""

    first: dt.date
    count: int
    day: dt.date

    @property
    def week(self) -> bool:
        """Whether it is one week."""
        return self.count == DAYS


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The calendar of an entity."""
    one = spec.readable(request.actor).get(spec.entity.calendar)
    if one is None:
        raise NotFound
    look = Look.of(request, spec, "calendar")
    actor, about = look.actor, look.page()
    days = span(look.state, actor)
    calendar = Calendar(
        title=month(days.day, actor),
        week=days.week,
        names=day_names(actor),
        days=grid(look, one, days),
        ways=ways(look.state, days),
    )
    return page(
        request,
        "web/calendar.html",
        fragment="fragments/calendar.html",
        title=about.title,
        here=spec.key,
        url=about.here,
        page=about,
        tabs=look.tabs(),
        tabs_label=_("Views"),
        calendar=calendar,
    )


def span(state: State, actor: Actor) -> Span:
    """The days of the address; `group` says week or month. Raises NotFound for days that no calendar has."""
    try:
        day = dt.date.fromisoformat(state.day) if state.day else clock.today(actor.time_zone)
        if state.group == "week":
            return Span(week_of(day), DAYS, day)
        first = day.replace(day=1)
        after = (first + dt.timedelta(days=32)).replace(day=1)
        return Span(week_of(first), -(-(after - week_of(first)).days // DAYS) * DAYS, first)
    except (ValueError, OverflowError) as error:
        raise NotFound from error


def week_of(day: dt.date) -> dt.date:
    """The first day of a day's week."""
    return day - dt.timedelta(days=(day.weekday() - company().week_start) % DAYS)


def within(one: FieldSpec, days: Span, actor: Actor) -> dict[str, Any]:
    """The condition for records of these days."""
    last = days.first + dt.timedelta(days=days.count)
    if one.type.key == "date":
        bounds = [days.first.isoformat(), (last - dt.timedelta(days=1)).isoformat()]
    else:
        zone = ZoneInfo(actor.time_zone)
        start, end = (
            dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC) for day in (days.first, last)
        )
        bounds = [start.isoformat(), (end - dt.timedelta(microseconds=1)).isoformat()]
    return {"field": one.key, "op": "between", "value": bounds}


def shown(spec: EntitySpec, one: FieldSpec, actor: Actor) -> list[str]:
    """What an entry needs: title, moment, and a choice with tones."""
    readable = spec.readable(actor)
    toned = [key for key, item in readable.items() if any(choice.tone for choice in item.choices)][:1]
    return [key for key in (spec.title, one.key, *toned) if key in readable]


def grid(look: Look, one: FieldSpec, days: Span) -> list[Day]:
    """Every day with its records."""
    spec, actor = look.spec, look.actor
    fields = shown(spec, one, actor)
    listing = look.listing(fields, within(one, days, actor), sort=(one.key,), limit=MOST)
    made = empty_days(look, days)
    zone = ZoneInfo(actor.time_zone)
    toned = next((spec.fields[key] for key in fields if spec.fields[key].choices), None)
    for row in listing.page().rows:
        value = row.values[one.key]
        local = value.astimezone(zone) if isinstance(value, dt.datetime) else None
        day = made.get(local.date() if local else value)
        if day is not None and len(day.items) >= PER_DAY and not days.week:
            day.more += 1
        elif day is not None:
            choice = toned.choice(row.values.get(toned.key)) if toned else None
            name = str(row.values.get(spec.title) or f"{spec.label} {row.id}")
            item = Happening(name, f"/{spec.plural}/{row.id}/", f"{local:%H:%M}" if local else "")
            item.tone, item.done = (
                tone_class(choice.tone if choice else ""),
                bool(choice and choice.tone == "good"),
            )
            day.items.append(item)
    return list(made.values())


def empty_days(look: Look, days: Span) -> dict[dt.date, Day]:
    """The days of the grid, still without records."""
    today = clock.today(look.actor.time_zone)
    found = {}
    for number in range(days.count):
        day = days.first + dt.timedelta(days=number)
        href = look.state.url(day=day.isoformat(), group="week")
        outside = not days.week and day.month != days.day.month
        found[day] = Day(day.day, long_date(day, look.actor.language), href, outside, day == today)
    return found


def day_names(actor: Actor) -> list[str]:
    """Short names of the days, from the day on which weeks begin."""
    names = get_day_names("abbreviated", locale=actor.show.locale)
    return [names[(number + company().week_start) % 7] for number in range(7)]


def ways(state: State, days: Span) -> list[Link]:
    """Back, today, on; week or month."""
    if days.week:
        before, after = days.day - dt.timedelta(days=DAYS), days.day + dt.timedelta(days=DAYS)
    else:
        before, after = days.day - dt.timedelta(days=1), (days.day + dt.timedelta(days=32)).replace(day=1)
    return [
        Link(_("Earlier"), state.url(day=before.isoformat()), "chevron-left", key="step"),
        Link(_("Today"), state.url(day=""), key="today"),
        Link(_("Later"), state.url(day=after.isoformat()), "chevron-right", key="step"),
        Link(_("Month"), state.url(group=""), key="kind", current=not days.week),
        Link(_("Week"), state.url(group="week"), key="kind", current=days.week),
    ]
