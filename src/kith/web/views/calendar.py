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
from kith.engine.formatting import long_date, month_name
from kith.engine.listing import Listing
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.web.addressing import State
from kith.web.cells import tone_class
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.listing import around, tabs_of
from kith.web.views.opening import opened

MOST = 800
PER_DAY = 6


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


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The calendar of an entity."""
    actor = request.actor
    one = spec.readable(actor).get(spec.entity.calendar)
    if one is None:
        raise NotFound
    state = State.of(f"/{spec.plural}/calendar/", request.GET)
    tabs, preset, _shown = tabs_of(spec, actor, state)
    about = around(spec, actor, state, "calendar")
    first, days, month = span(state, actor)
    where = state.condition(spec, actor, within(one, first, days, actor), *preset)
    calendar = Calendar(
        title=month_name(month, actor.language), week=days == 7, names=day_names(actor),
        days=grid(spec, one, actor, state, (first, days, month), Listing(spec, actor, fields=shown(spec, one, actor), where=where, sort=(one.key,), text=state.q, limit=MOST)),
        ways=ways(state, first, days, month, actor),
    )  # fmt: skip
    return page(
        request, "web/calendar.html", fragment="fragments/calendar.html", title=about.title, here=spec.key, url=about.here,
        page=about, tabs=tabs, tabs_label=_("Views"), calendar=calendar,
    )  # fmt: skip


def span(state: State, actor: Actor) -> tuple[dt.date, int, dt.date]:
    """First day, number of days, and a day of the month that is shown. `group` says week or month."""
    try:
        day = dt.date.fromisoformat(state.day) if state.day else clock.today(actor.time_zone)
        back = (day.weekday() - company().week_start) % 7
        if state.group == "week":
            return day - dt.timedelta(days=back), 7, day
        first = day.replace(day=1)
        start = first - dt.timedelta(days=(first.weekday() - company().week_start) % 7)
        after = (first + dt.timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise NotFound from error
    return start, -(-(after - start).days // 7) * 7, first


def within(one: FieldSpec, first: dt.date, days: int, actor: Actor) -> dict[str, Any]:
    """The condition for records of these days."""
    last = first + dt.timedelta(days=days)
    if one.type.key == "date":
        return {
            "field": one.key,
            "op": "between",
            "value": [first.isoformat(), (last - dt.timedelta(days=1)).isoformat()],
        }
    zone = ZoneInfo(actor.time_zone)
    bounds = [dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC) for day in (first, last)]
    bounds[1] -= dt.timedelta(microseconds=1)
    return {"field": one.key, "op": "between", "value": [moment.isoformat() for moment in bounds]}


def shown(spec: EntitySpec, one: FieldSpec, actor: Actor) -> list[str]:
    """What an entry needs: title, moment, and a choice with tones."""
    readable = spec.readable(actor)
    toned = [key for key, item in readable.items() if any(choice.tone for choice in item.choices)][:1]
    return [key for key in (spec.title, one.key, *toned) if key in readable]


def grid(
    spec: EntitySpec, one: FieldSpec, actor: Actor, state: State, frame: tuple[dt.date, int, dt.date], listing: Listing
) -> list[Day]:  # fmt: skip
    """Every day with its records."""
    first, count, month = frame
    today = clock.today(actor.time_zone)
    days = {
        (day := first + dt.timedelta(days=number)): Day(
            day.day, long_date(day, actor.language), state.url(day=day.isoformat(), group="week"),
            count > 7 and day.month != month.month, day == today,
        )
        for number in range(count)
    }  # fmt: skip
    zone = ZoneInfo(actor.time_zone)
    tones = {
        key: {choice.value: choice.tone for choice in spec.fields[key].choices}
        for key in listing.fields
        if spec.fields[key].choices
    }
    for row in listing.page().rows:
        value = row.values[one.key]
        local = value.astimezone(zone) if isinstance(value, dt.datetime) else None
        day_of = days.get(local.date() if local else value)
        if day_of is None:
            continue
        if len(day_of.items) >= PER_DAY and count > 7:
            day_of.more += 1
            continue
        tone = next((known.get(row.values.get(key), "") for key, known in tones.items()), "")
        name = str(row.values.get(spec.title) or f"{spec.label} {row.id}")
        day_of.items.append(
            Happening(
                name,
                f"/{spec.plural}/{row.id}/",
                f"{local:%H:%M}" if local else "",
                tone_class(tone),
                tone in ("good", "done"),
            )
        )
    return list(days.values())


def day_names(actor: Actor) -> list[str]:
    """Short names of the days, from the day on which weeks begin."""
    names = get_day_names("abbreviated", locale=actor.show.locale)
    return [names[(number + company().week_start) % 7] for number in range(7)]


def ways(state: State, first: dt.date, days: int, month: dt.date, actor: Actor) -> list[Link]:
    """Back, today, on; week or month."""
    if days == 7:
        before, after = month - dt.timedelta(days=7), month + dt.timedelta(days=7)
    else:
        before, after = month - dt.timedelta(days=1), (month + dt.timedelta(days=32)).replace(day=1)
    week = days == 7
    return [
        Link(_("Earlier"), state.url(day=before.isoformat()), "chevron-left", key="step"),
        Link(_("Today"), state.url(day=""), key="today"),
        Link(_("Later"), state.url(day=after.isoformat()), "chevron-right", key="step"),
        Link(_("Month"), state.url(group=""), key="kind", current=not week),
        Link(_("Week"), state.url(group="week"), key="kind", current=week),
    ]
