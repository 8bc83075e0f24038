"""What the pages of work reports show, as plain things with text ready."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kith.engine import home, records, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.belonging import belonging
from kith.engine.plugs import address_of_list
from kith.engine.settings import company
from kith.features.comments.models import Comment
from kith.kernel import clock
from kith.kernel.money import Money
from kith.modules.activities.actions import reports as rules
from kith.modules.activities.models import ActivityKind, ReportKind, WorkReport
from kith.modules.activities.queries import figures, reports
from kith.modules.activities.queries.figures import Figure
from kith.modules.customers.models import Customer
from kith.web.pieces import Link

DAY = dt.timedelta(days=1)
MOST = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure with its value for reading."""

    label: str
    text: str
    part: str
    href: str = ""


def behind(figure: Figure, person: int, time: tuple[dt.datetime, dt.datetime], actor: Actor) -> str:
    """Where the records that a figure of a person counts are listed; nothing where no list can show them."""
    if figure.listed is None:
        return ""
    entity, where = figure.listed(person, *(one.astimezone(actor.show.zone) for one in time))
    return address_of_list(registry.spec(entity), *where)


def said(figure: Figure, number: int, actor: Actor) -> str:
    """A figure for reading."""
    if not figure.money:
        return actor.show.number(number)
    worth = Money.from_minor(number, company().currency)
    return actor.show.money(Decimal(round(worth.amount)), worth.currency)


def counted(numbers: Mapping[str, Any], actor: Actor) -> list[Counted]:
    """Figures for reading, in their order, without those that are nothing."""
    return [
        Counted(str(one.label), said(one, int(numbers[one.key]), actor), one.part)
        for one in figures.figures
        if numbers.get(one.key)
    ]


def opened(
    numbers: Mapping[str, int], person: int, time: tuple[dt.datetime, dt.datetime], actor: Actor
) -> list[Counted]:
    """All figures of a person for reading; those that are something open as lists."""
    return [
        Counted(
            str(one.label), said(one, numbers.get(one.key, 0), actor), one.part,
            behind(one, person, time, actor) if numbers.get(one.key) else "",
        )
        for one in figures.figures
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom a report may go."""

    id: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is being written."""

    kind: str
    day: str
    title: str
    kinds: Sequence[Link]
    due: str
    late: bool
    done: str
    plan: str
    problems: str
    recipients: Sequence[Recipient]
    figures: Sequence[Counted]


def draft(
    report: WorkReport | None, kind: str, time: tuple[dt.date, dt.date], actor: Actor, *, sent: Any = None
) -> Draft:
    """The form of a report: what was typed, else what is kept, else what Kith knows already."""
    first, last = time
    values: Mapping[str, Any] = (
        {name: getattr(report, name) for name in ("done", "plan", "problems", "recipients")}
        if report is not None
        else rules.suggested(kind, first, last, by=actor)
    )
    chosen = (
        [int(one) for one in sent.getlist("recipients") if one.isdecimal()] if sent else values["recipients"]
    )
    texts = {name: (sent or values).get(name, "") for name in ("done", "plan", "problems")}
    since, until = reports.moments(first, last, actor.time_zone)
    numbers = figures.counted([actor.user_id or 0], since, until, to=actor)[actor.user_id or 0]
    limit = reports.due_until(kind, actor.user_id or 0, first)
    kinds = [
        Link(
            str(label),
            f"/reporting/new/?{urlencode({'kind': key, 'day': first.isoformat()})}",
            current=key == kind,
        )
        for key, label in ReportKind.choices
    ]
    return Draft(
        kind, first.isoformat(), f"{ReportKind(kind).label}: {days(first, last, actor)}", kinds,
        actor.show.datetime(limit) if limit else "", limit is not None and limit < clock.now(),
        **texts, recipients=recipients(chosen, actor), figures=counted(numbers, actor),
    )  # fmt: skip


def recipients(chosen: Sequence[int], actor: Actor) -> list[Recipient]:
    """To whom a report may go: the chosen ones first, then the colleagues of one's unit and who leads it."""
    known = directory()
    me = known.people.get(actor.user_id or 0)
    near = [one.id for one in known.people.values() if me and one.unit_id == me.unit_id and one.active]
    wanted = dict.fromkeys([*chosen, *reports.recipients_of(actor.user_id or 0), *sorted(near)])
    ids = [one for one in wanted if one in known.people and one != actor.user_id][:30]
    return [Recipient(one, known.people[one].name, one in chosen) for one in ids]


def days(first: dt.date, last: dt.date, actor: Actor) -> str:
    """A time for reading."""
    return actor.show.date(first) if first == last else f"{actor.show.date(first)} – {actor.show.date(last)}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report to read."""

    id: int
    title: str
    who: str
    person: int
    days: str
    sent: str
    late: bool
    parts: Sequence[tuple[str, str]]
    figures: Sequence[Counted]
    customers: Sequence[Link]
    recipients: str
    readers: str
    answers: Sequence[Answer]
    mine: bool
    read: bool
    may_answer: bool
    edit: str


def report(one: WorkReport, actor: Actor) -> Told:
    """A report with its answers, as far as its reader may know them."""
    spec, people = registry.spec("work-report"), directory().people
    shown = spec.readable(actor)
    parts = ((_("Done"), "done"), (_("Plan"), "plan"), (_("Problems"), "problems"))
    mine = one.owner_id == actor.user_id
    author = people.get(one.owner_id or 0)

    def names(ids: Sequence[int]) -> str:
        return ", ".join(people[number].name for number in ids if number in people)

    when = days(one.starts_on, one.ends_on, actor) if {"starts_on", "ends_on"} <= shown.keys() else ""
    sent = one.submitted_at if "submitted_at" in shown else None
    return Told(
        one.pk, f"{one.name if 'name' in shown else spec.label} {when}", author.name if author else "",
        one.owner_id or 0, when, actor.show.datetime(sent) if sent else "", "late" in shown and one.late,
        [(label, getattr(one, name)) for label, name in parts if name in shown and getattr(one, name)],
        counted(one.figures, actor) if "figures" in shown else [],
        customers(one, actor) if "customers" in shown else [],
        names(one.recipients) if "recipients" in shown else "",
        names(one.readers) if "readers" in shown else "", answers(one, actor), mine,
        mine or actor.user_id in one.readers, bool(actor.access.reach("comment", "create")),
        f"/reporting/new/?kind={one.kind}&day={one.starts_on.isoformat()}" if mine and not one.submitted_at else "",
    )  # fmt: skip


def customers(one: WorkReport, actor: Actor) -> list[Link]:
    """The customers that a report names, as far as its reader sees them."""
    rows = records.visible(Customer, to=actor).filter(pk__in=one.customers).order_by("name_key")
    named = "name" in registry.spec("customer").readable(actor)
    return [Link(row.name, f"/customers/{row.pk}/") for row in rows] if named else []


def answers(one: WorkReport, actor: Actor) -> list[Answer]:
    """What was answered, the oldest first."""
    if not actor.access.reach("comment", "read"):
        return []
    people = directory().people
    rows = sorted(belonging(Comment, registry.spec("work-report"), one), key=lambda row: row.pk)
    return [
        Answer(
            people[row.created_by_id].name if row.created_by_id in people else "Kith",
            actor.show.datetime(row.created_at), row.text,
        )
        for row in rows
    ]  # fmt: skip


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
        [report(one, actor) for one in reports.reports_of(number, first, last, to=actor)],
        [worked(one, actor) for one in activities if one.done],
        [worked(one, actor) for one in activities if not one.done], f"/visiting/?person={number}",
    )  # fmt: skip


def worked(one: Any, actor: Actor) -> Worked:
    """An activity as a line."""
    what = f"{ActivityKind(one.kind).label}: {one.subject}"
    return Worked(actor.show.datetime(one.at), what, f"/activities/{one.pk}/", one.done, one.outcome)
