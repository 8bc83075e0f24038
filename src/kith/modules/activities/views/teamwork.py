"""What the pages of a team and of a person show: who reported, and what everybody did, as plain things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kith.engine import home
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.modules.activities.models import ActivityKind, ReportKind
from kith.modules.activities.queries import figures, reports
from kith.modules.activities.views.told import Counted, Told, days, opened, report
from kith.web.pieces import Link

DAY = dt.timedelta(days=1)
MOST = 200


def people_of(actor: Actor) -> list[int]:
    """The actor and the people whom he leads, as far as their reports are within his reach, by name."""
    known = directory().people
    ids = {*home.led(actor, "work-report"), *([actor.user_id] if actor.user_id else [])}
    return sorted((one for one in ids if one in known), key=lambda one: (known[one].name.casefold(), one))[
        :MOST
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a team: how he reported and what he did."""

    name: str
    href: str
    due: str
    sent: str
    late: str
    missing: str
    figures: Sequence[Counted]


@dataclass(frozen=True, slots=True)
class Team:
    """A team in a time."""

    said: str
    kinds: Sequence[Link]
    before: Link
    after: Link
    heads: Sequence[str]
    lines: Sequence[Line]
    more: int
    write: str


LONGER = {"daily": "weekly", "weekly": "monthly", "monthly": "monthly"}


def team(kind: str, day: dt.date, actor: Actor) -> Team:
    """Reports of a kind in the longer time around a day, and the figures of everybody in it."""
    first, last = reports.span(LONGER[kind], day)
    people = people_of(actor)
    known = directory().people
    tallies = reports.tallies(kind, people, first, last)
    time = reports.moments(first, last, actor.time_zone)
    numbers = figures.counted(people, *time, to=actor)
    lines = []
    for one in people:
        tally = tallies[one]
        lines.append(
            Line(
                known[one].name,
                at(f"/reporting/person/{one}/", LONGER[kind], first),
                few(tally.due, actor),
                few(tally.sent, actor),
                few(tally.late, actor),
                few(tally.missing, actor),
                opened(numbers[one], one, time, actor),
            )
        )  # fmt: skip
    before, after = moving("/reporting/", kind, first, last)
    kinds = [
        Link(str(label), at("/reporting/", key, day), current=key == kind)
        for key, label in ReportKind.choices
    ]
    return Team(
        days(first, last, actor), kinds, before, after, [str(one.label) for one in figures.figures], lines,
        len(home.led(actor, "work-report")) + 1 - len(people), f"/reporting/new/?kind={kind}",
    )  # fmt: skip


def few(number: int, actor: Actor) -> str:
    """A number for reading; nothing for none."""
    return actor.show.number(number) if number else ""


def at(path: str, kind: str, day: dt.date) -> str:
    """An address with a kind and a day."""
    return f"{path}?{urlencode({'kind': kind, 'day': day.isoformat()})}"


def moving(path: str, kind: str, first: dt.date, last: dt.date) -> tuple[Link, Link]:
    """The ways to the time before and after."""
    return Link(_("Before"), at(path, kind, first - DAY)), Link(_("After"), at(path, kind, last + DAY))


@dataclass(frozen=True, slots=True)
class Worked:
    """One activity on the page of a person."""

    when: str
    what: str
    href: str
    done: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody did in a time: reports, work, process, result."""

    name: str
    said: str
    kinds: Sequence[Link]
    before: Link
    after: Link
    tally: reports.Tally
    parts: Sequence[tuple[str, Sequence[Counted]]]
    reports: Sequence[Told]
    work: Sequence[Worked]
    open: Sequence[Worked]
    visits: str


def person(number: int, kind: str, day: dt.date, actor: Actor) -> Person:
    """One person's time on one page."""
    first, last = reports.span(kind, day)
    since, until = reports.moments(first, last, actor.time_zone)
    numbers = figures.counted([number], since, until, to=actor)[number]
    shown = opened(numbers, number, (since, until), actor)
    path = f"/reporting/person/{number}/"
    parts = ((_("Work"), "work"), (_("Process"), "process"), (_("Result"), "result"))
    activities = reports.activities(number, since, until, to=actor)
    before, after = moving(path, kind, first, last)
    names = {"daily": _("Day"), "weekly": _("Week"), "monthly": _("Month")}
    return Person(
        directory().people[number].name, days(first, last, actor),
        [Link(names[key], at(path, key, day), current=key == kind) for key in names], before, after,
        reports.tallies("daily", [number], first, last)[number],
        [(label, [one for one in shown if one.part == key]) for label, key in parts],
        [report(one, actor, alone=False) for one in reports.reports_of(number, first, last, to=actor)],
        [worked(one, actor) for one in activities if one.done],
        [worked(one, actor) for one in activities if not one.done], f"/visiting/?person={number}",
    )  # fmt: skip


def worked(one: Any, actor: Actor) -> Worked:
    """An activity as a line."""
    what = f"{ActivityKind(one.kind).label}: {one.subject}"
    return Worked(actor.show.datetime(one.at), what, f"/activities/{one.pk}/", one.done, one.outcome)
