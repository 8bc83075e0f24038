"""What the pages of one work report show, to write and to read it, as plain things with text ready."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kith.engine import records, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.belonging import belonging
from kith.engine.plugs import address_of_list, file_door
from kith.engine.settings import company
from kith.features.comments.models import Comment
from kith.features.files.models import Attachment
from kith.kernel import clock
from kith.kernel.money import Money
from kith.modules.activities.actions import reports as rules
from kith.modules.activities.models import ReportKind, WorkReport
from kith.modules.activities.queries import figures, reports
from kith.modules.activities.queries.figures import Figure
from kith.modules.customers.models import Customer
from kith.web.pieces import Link


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
    files: Sequence[Link]
    may_attach: bool


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
        files=files(report, actor) if report is not None else [],
        may_attach=bool(actor.access.reach("attachment", "create")),
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
    files: Sequence[Link]
    recipients: str
    readers: str
    answers: Sequence[Answer]
    mine: bool
    read: bool
    may_answer: bool
    edit: str


def report(one: WorkReport, actor: Actor, *, alone: bool = True) -> Told:
    """A report with its answers, as far as its reader may know them; one that stands alone with its files and with when
    it was read."""
    spec, people = registry.spec("work-report"), directory().people
    shown = spec.readable(actor)
    parts = ((_("Done"), "done"), (_("Plan"), "plan"), (_("Problems"), "problems"))
    mine = one.owner_id == actor.user_id
    author = people.get(one.owner_id or 0)

    def names(ids: Sequence[int], at: Mapping[int, dt.datetime] | None = None) -> str:
        times = {number: f" ({actor.show.datetime(moment)})" for number, moment in (at or {}).items()}
        return ", ".join(f"{people[one].name}{times.get(one, '')}" for one in ids if one in people)

    when = days(one.starts_on, one.ends_on, actor) if {"starts_on", "ends_on"} <= shown.keys() else ""
    sent = one.submitted_at if "submitted_at" in shown else None
    kind = ReportKind(one.kind).label if "kind" in shown else spec.label
    return Told(
        one.pk, f"{kind}: {when}" if when else str(kind), author.name if author else "",
        one.owner_id or 0, when, actor.show.datetime(sent) if sent else "", "late" in shown and one.late,
        [(label, getattr(one, name)) for label, name in parts if name in shown and getattr(one, name)],
        counted(one.figures, actor) if "figures" in shown else [],
        customers(one, actor) if "customers" in shown else [], files(one, actor) if alone else [],
        names(one.recipients) if "recipients" in shown else "",
        names(one.readers, reports.read_at(one) if alone else None) if "readers" in shown else "",
        answers(one, actor), mine,
        mine or actor.user_id in one.readers, bool(actor.access.reach("comment", "create")),
        f"/reporting/new/?kind={one.kind}&day={one.starts_on.isoformat()}" if mine and not one.submitted_at else "",
    )  # fmt: skip


def customers(one: WorkReport, actor: Actor) -> list[Link]:
    """The customers that a report names, as far as its reader sees them."""
    rows = records.visible(Customer, to=actor).filter(pk__in=one.customers).order_by("name_key")
    named = "name" in registry.spec("customer").readable(actor)
    return [Link(row.name, f"/customers/{row.pk}/") for row in rows] if named else []


def files(one: WorkReport, actor: Actor) -> list[Link]:
    """The files of a report, as far as its reader may know of files."""
    door = file_door()
    if door is None or not actor.access.reach("attachment", "read"):
        return []
    rows = belonging(Attachment, registry.spec("work-report"), one)
    return [Link(row.name, door.href(row.pk), "paperclip") for row in sorted(rows, key=lambda row: row.pk)]


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
