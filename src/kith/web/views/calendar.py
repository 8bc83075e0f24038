"""Calendars: a day, week or month of records by their time, and people side by side; moving one is a change of its
time through the gate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal, records, registry, worktime
from kith.engine.access import Level, Person, access_of, directory
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, Malformed, NotFound
from kith.engine.formatting import long_date
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.kernel import clock
from kith.kernel.numbers import identity
from kith.web import happenings, spans
from kith.web.happenings import Cell, Reading
from kith.web.look import Look
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, page, perform, refusal, safe_next
from kith.web.spans import Span
from kith.web.tabs import ALL
from kith.web.views import forming
from kith.web.views.opening import opened

SIDE_BY_SIDE = {"day": 8, "week": 3, "team-day": 3}
PER_DAY = 6
PEOPLE = {"team-day": 7, "team-week": 25}


@dataclass(slots=True)
class Calendar:
    """The calendar as the template wants it."""

    title: str
    way: str
    timed: bool
    names: list[str]
    strip: list[Cell]
    cells: list[Cell]
    rows: list[tuple[str, list[Cell]]]
    steps: list[Link]
    ways: list[Link]
    move: str
    new: str
    start: str
    end: str
    now: tuple[int, int]
    complete: bool = True
    next_people: str = ""


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The calendar of an entity. A bare address shows what is one's own."""
    look = look_of(request, spec)
    reading = Reading.of(spec, look.actor)
    if reading is None:
        raise NotFound
    about = look.page()
    days = spans.span(look.state, look.actor, timed=reading.timed)
    if days.team and not reading.owned:
        raise NotFound
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
        calendar=calendar(look, reading, days),
    )


def look_of(request: Any, spec: EntitySpec) -> Look:
    """What is looked at: of a bare address the tab that opens first, which is one's own unless one chose another."""
    look = Look.of(request, spec, "calendar")
    look.habit = replace(look.habit, first=look.habit.first or spans.MINE)
    if look.state.bare and not look.state.group.startswith("team"):
        first = look.row.first
        look.state = look.row.state = replace(look.state, view="" if first == ALL else first)
    return look


def calendar(look: Look, reading: Reading, days: Span) -> Calendar:
    """Days, or people and days, with what stands on them."""
    spec, actor, state = look.spec, look.actor, look.state
    people, further = side(look, days) if days.team else ([], False)
    cells = cells_of(look, days, people)
    mine = [{"field": "owner", "op": "in", "value": [person.id for person in people]}] if people else []
    found, complete = happenings.found(look, reading, days, *mine)
    happenings.place(cells, found, by_owner=days.team, most=SIDE_BY_SIDE.get(days.way, PER_DAY))
    if days.way in ("month", "team-week"):
        for cell in cells.values():
            shorten(cell, PER_DAY)
    made = list(cells.values())
    local = clock.now().astimezone(actor.show.zone)
    width = days.count
    rows = [(person.name, made[n * width : (n + 1) * width]) for n, person in enumerate(people)]
    may_move = movable(spec, actor, reading)
    return Calendar(
        title=days.title(actor),
        way=days.way,
        timed=reading.timed,
        names=spans.day_names(actor),
        strip=strip(look, days),
        cells=made,
        rows=rows if days.way == "team-week" else [],
        steps=spans.steps(state, days),
        ways=spans.ways(state, days, timed=reading.timed, team=reading.owned),
        move=f"{state.path}move/" if may_move else "",
        new=new_href(spec, actor, reading),
        start=reading.start.key,
        end=reading.end.key if reading.end else "",
        now=(local.hour, local.minute // 5 * 5),
        complete=complete,
        next_people=state.url(at=state.at + len(people), cursor="") if further else "",
    )


def cells_of(look: Look, days: Span, people: list[Person]) -> dict[Any, Cell]:
    """Every day of the span, or every day of each person, still empty."""
    if not people:
        return {day: cell(look, days, day) for day in days.days}
    found = {}
    for person in people:
        for day in days.days:
            made = cell(look, days, day)
            made.owner, made.name = person.id, person.name
            begins = dt.datetime.combine(day, dt.time(), ZoneInfo(look.actor.time_zone))
            made.away = worktime.away_on(person.id, begins, begins + dt.timedelta(days=1))
            found[person.id, day] = made
    return found


def cell(look: Look, days: Span, day: dt.date) -> Cell:
    """One empty day."""
    href = look.state.url(day=day.isoformat(), group="team-day" if days.team else "day")
    return Cell(
        day.isoformat(),
        long_date(day, look.actor.language),
        number=day.day,
        href=href,
        today=day == clock.today(look.actor.time_zone),
        outside=days.way == "month" and day.month != days.day.month,
        weekend=day.weekday() > 4,
        chosen=day == days.day,
    )


def strip(look: Look, days: Span) -> list[Cell]:
    """The week of the day that is looked at, to step from day to day."""
    week = Span(days.way, spans.week_of(days.day), spans.DAYS, days.day)
    return [cell(look, week, day) for day in week.days]


def shorten(cell: Cell, most: int) -> None:
    """Leave as many entries on a day as there is room for; the hourless ones come first."""
    every = [*cell.whole, *cell.timed]
    kept = every if len(every) + bool(cell.more) <= most else every[: most - 1]
    cell.more += len(every) - len(kept)
    cell.whole, cell.timed = [one for one in kept if one.of.whole], [one for one in kept if not one.of.whole]


def side(look: Look, days: Span) -> tuple[list[Person], bool]:
    """The people who stand side by side, oneself first, then those of one's unit; and whether there are more."""
    spec, access = look.spec, look.actor.access
    reach = access.reach(spec.key, "read")
    members = {number for _name, everybody in _teams(access.teams) for number in everybody}
    known = [
        person
        for person in directory().people.values()
        if person.active
        and (
            access.covers("read", reach, owner=person.id, unit=person.unit_id, team=None)
            or person.id in members
        )
        and access_of(person.id).reach(spec.key, "create")
    ]
    own = look.actor
    known.sort(key=lambda one: (one.id != own.user_id, one.unit_id != own.unit_id, one.name, one.id))
    if look.state.view == spans.MINE:
        known = [person for person in known if person.id == own.user_id]
    most, at = PEOPLE[days.way], look.state.at
    return known[at : at + most], len(known) > at + most


def _teams(numbers: frozenset[int]) -> list[tuple[str, frozenset[int]]]:
    return [directory().teams[number] for number in numbers if number in directory().teams]


def movable(spec: EntitySpec, actor: Actor, reading: Reading) -> bool:
    """Whether entries can be moved at all."""
    return (
        bool(actor.access.reach(spec.key, "update"))
        and not reading.start.readonly
        and actor.access.level(spec.key, reading.start.key) >= Level.WRITE
    )


def new_href(spec: EntitySpec, actor: Actor, reading: Reading) -> str:
    """Where one makes what is drawn on the calendar, if one may."""
    if not actor.access.reach(spec.key, "create"):
        return ""
    fresh = urlencode(reading.calendar.fresh)
    return f"/{spec.plural}/new/?{fresh}" if fresh else f"/{spec.plural}/new/"


@opened("POST")
def move(request: Any, spec: EntitySpec) -> HttpResponse:
    """Move one entry to another time, day or person, or end it at another time. What is refused is said in a toast."""
    reading = Reading.of(spec, request.actor)
    number = identity(request.POST.get("id", ""))
    if reading is None:
        raise NotFound
    if number is None:
        raise Malformed
    record = records.find(spec, number, request.actor, "update")
    try:
        values = new_times(record, reading, spec, request.POST)
        owner = identity(request.POST.get("owner", ""))
        if owner is not None and reading.owned:
            values["owner"] = owner
        return perform(request, lambda: moved(request, record, values))
    except Invalid as error:
        return refusal(request, 422, " ".join(str(text) for texts in error.errors.values() for text in texts))


def new_times(record: Any, reading: Reading, spec: EntitySpec, sent: Any) -> dict[str, Any]:
    """The new times; whatever only begins at another time lasts as long as before. Raises Invalid."""
    start, end = reading.start, reading.end
    try:
        begin = start.type.clean(sent.get("begin", ""), start)
        until = end.type.clean(sent.get("until", ""), end) if end else None
    except ValidationError as error:
        raise Invalid({start.key: [str(text) for text in error.messages]}) from error
    if begin is None:
        raise Malformed
    values = {start.key: begin}
    if end is None:
        return values
    old, last = spec.value(record, start), spec.value(record, end)
    if until is not None:
        values[end.key] = until
    elif last is not None and old is not None:
        values[end.key] = begin + (last - old)
    return values


def moved(request: Any, record: Any, values: dict[str, Any]) -> Done:
    """Change the time and say so."""
    actor, version = request.actor, forming.sent_version(request)
    spec = registry.spec_of(record)
    with journal.batch(actor, "update", entity=spec.key) as batch:
        kept = records.update(record, by=actor, version=version, **values)
    calendar = spec.calendar
    start = spec.fields[calendar.start] if calendar else spec.fields[spec.title]
    text = _("“%(name)s” is now on %(when)s.") % {
        "name": title_of(spec, kept, actor),
        "when": start.type.text(spec.value(kept, start), start, actor.show),
    }
    return Done(safe_next(request, f"/{spec.plural}/calendar/"), Toast(text, undo=forming.undo_of(batch)))
