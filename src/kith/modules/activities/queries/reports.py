"""Named reads of work reports: the time that a report is about, who has to report until when, who did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kith.engine import journal, records
from kith.engine.access import Directory, Person, directory
from kith.engine.actor import Actor
from kith.engine.settings import company
from kith.kernel import clock, periods
from kith.modules.activities.models import Activity, ReportKind, ReportRule, WorkReport

DAY = dt.timedelta(days=1)
WORKDAYS = ("0", "1", "2", "3", "4")
NOON = dt.time(12)


def span(kind: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the time around a day."""
    if kind == ReportKind.DAILY:
        return day, day
    first, after = periods.span(
        "this_week" if kind == ReportKind.WEEKLY else "this_month", day, company().week_start
    )
    return first, after - DAY


def moments(first: dt.date, last: dt.date, zone: str) -> tuple[dt.datetime, dt.datetime]:
    """The moments at which a time begins and ends."""
    here = ZoneInfo(zone)
    since, until = (dt.datetime.combine(day, dt.time(), here) for day in (first, last + DAY))
    return since.astimezone(dt.UTC), until.astimezone(dt.UTC)


def rules(kind: str) -> list[ReportRule]:
    """The rules in force for a kind of report."""
    return list(ReportRule.live().filter(kind=kind, active=True).order_by("name", "pk"))


def bound(rule: ReportRule, known: Directory) -> set[int]:
    """The active people who have to report by a rule; all where nobody is named."""
    units = {one for unit in rule.units for one in known.below(unit)}
    anybody = not (rule.people or rule.roles or rule.units)

    def meant(person: Person) -> bool:
        return (
            anybody
            or person.id in rule.people
            or person.unit_id in units
            or bool(set(person.role_ids) & set(rule.roles))
        )

    return {person.id for person in known.people.values() if person.active and meant(person)}


def deadline(rule: ReportRule, last: dt.date) -> dt.datetime:
    """Until when a report on a time with this last day is in time."""
    zone = ZoneInfo(company().time_zone)
    return dt.datetime.combine(last + rule.until_days * DAY, rule.until_time or NOON, zone).astimezone(dt.UTC)


def due_on(rule: ReportRule, day: dt.date) -> bool:
    """Whether a rule asks for a report on the time around a day."""
    return rule.kind != ReportKind.DAILY or str(day.weekday()) in (rule.weekdays or WORKDAYS)


def due_until(kind: str, person: int, day: dt.date) -> dt.datetime | None:
    """Until when a person has to report on the time around a day; None when nobody asks for it."""
    first, last = span(kind, day)
    known = directory()
    ends = [deadline(one, last) for one in rules(kind) if due_on(one, first) and person in bound(one, known)]
    return min(ends) if ends and not away(person, first, last) else None


def away(person: int, first: dt.date, last: dt.date) -> bool:
    """Whether somebody is away all the time."""
    since, until = moments(first, last, company().time_zone)
    return any(
        one.starts_at <= since + dt.timedelta(hours=10) and one.ends_at >= until - dt.timedelta(hours=8)
        for one in directory().absences.get(person, ())
    )


def recipients_of(person: int) -> list[int]:
    """Who usually gets somebody's reports: his manager, or who leads his unit."""
    known = directory()
    one = known.people.get(person)
    if one is None:
        return []
    boss = one.manager_id or known.unit_managers.get(one.unit_id or 0)
    return [boss] if boss and boss != person and boss in known.people else []


@dataclass(slots=True)
class Tally:
    """How somebody reported: how often he had to, in time, too late, not at all, and what may still come."""

    due: int = 0
    sent: int = 0
    late: int = 0
    missing: int = 0
    open: int = 0


def tallies(kind: str, people: Collection[int], first: dt.date, last: dt.date) -> dict[int, Tally]:
    """How people reported on all times that lie between two days: two queries, whatever their number."""
    asked, known, now = rules(kind), directory(), clock.now()
    sent = _sent(kind, people, first, last)
    found = {person: Tally() for person in people}
    for begin, end in times(kind, first, last):
        for rule in (one for one in asked if due_on(one, begin)):
            until = deadline(rule, end)
            for person in bound(rule, known) & found.keys():
                if not away(person, begin, end):
                    _count(found[person], sent.get((person, begin)), until, now)
    return found


def times(kind: str, first: dt.date, last: dt.date) -> Iterable[tuple[dt.date, dt.date]]:
    """The times of a kind that begin between two days."""
    begin, end = span(kind, first)
    while begin <= last:
        if begin >= first:
            yield begin, end
        begin, end = span(kind, end + DAY)


def _sent(
    kind: str, people: Collection[int], first: dt.date, last: dt.date
) -> dict[tuple[int, dt.date], dt.datetime]:
    rows = WorkReport.live().filter(
        owner__in=people, kind=kind, starts_on__range=(first, last), submitted_at__isnull=False
    )
    told = rows.order_by("-submitted_at").values_list("owner_id", "starts_on", "submitted_at")
    return {(owner, day): at for owner, day, at in told}


def _count(tally: Tally, at: dt.datetime | None, until: dt.datetime, now: dt.datetime) -> None:
    tally.due += 1
    if at is None and now <= until:
        tally.open += 1
    elif at is None:
        tally.missing += 1
    elif at > until:
        tally.late += 1
    else:
        tally.sent += 1


def mine(kind: str, day: dt.date, *, to: Actor) -> WorkReport | None:
    """The actor's own report on the time around a day."""
    first, _last = span(kind, day)
    found: WorkReport | None = (
        WorkReport.live().filter(owner=to.user_id, kind=kind, starts_on=first).order_by("pk").first()
    )
    return found


def activities(
    person: int, since: dt.datetime, until: dt.datetime, *, to: Actor, **said: object
) -> Sequence[Activity]:
    """What somebody did, or has to do, between two moments, as far as an actor may see it."""
    rows = records.visible(Activity, to=to).filter(owner=person, at__gte=since, at__lt=until, **said)
    return list(rows.order_by("at", "pk")[:100])


def read_at(report: WorkReport) -> dict[int, dt.datetime]:
    """When each of its readers has read a report: the journal knows."""
    found: dict[int, dt.datetime] = {}
    entries = journal.Entry.objects.filter(entity="work-report", record_id=report.pk).order_by("pk")
    for at, changes in entries.values_list("at", "changes"):
        for person in (changes.get("readers") or [None, None])[1] or ():
            found.setdefault(person, at)
    return found


def reports_of(person: int, first: dt.date, last: dt.date, *, to: Actor) -> Sequence[WorkReport]:
    """The sent reports of a person that begin between two days, the newest first."""
    rows = records.visible(WorkReport, to=to).filter(
        owner=person, starts_on__range=(first, last), submitted_at__isnull=False
    )
    return list(rows.order_by("-starts_on", "-pk")[:60])
