"""What Kith counts of people's work: figures by person, for reports and for those who lead. Modules add their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Count, Exists, F, OuterRef, Q

from kith.engine import records
from kith.engine.actor import Actor
from kith.kernel import clock
from kith.modules.activities.models import Activity, ActivityKind, Visit
from kith.modules.customers.models import Contact, Customer


class Counting(Protocol):
    """Counts something of people between two moments, as far as an actor may see it: numbers by person."""

    def __call__(
        self, people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor
    ) -> Mapping[int, int]:
        """Whoever has nothing may be left out."""


Behind = tuple[str, list[Mapping[str, Any]]]
"""What is behind a figure: an entity's key and the conditions of its list."""


class Listing(Protocol):
    """Says what a figure of a person between two moments counts."""

    def __call__(self, person: int, since: dt.datetime, until: dt.datetime) -> Behind:
        """The list that has as many rows as the figure says."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: where it belongs (work, process, result), whether it is money in the company's minor units, and the
    list that it opens; a figure that no list can show has none."""

    key: str
    label: Any
    part: str
    count: Counting
    money: bool = False
    listed: Listing | None = None


figures: list[Figure] = []


def add(figure: Figure) -> None:
    """Make a figure known. Raises ValueError for a key that is taken."""
    if any(one.key == figure.key for one in figures):
        message = f"figure {figure.key!r} is declared twice"
        raise ValueError(message)
    figures.append(figure)


def counted(
    people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor
) -> dict[int, dict[str, int]]:
    """Every figure of every person, one query a figure."""
    found: dict[int, dict[str, int]] = {person: {} for person in people}
    for figure in figures:
        for person, number in figure.count(people, since, until, to=to).items():
            if person in found and number:
                found[person][figure.key] = int(number)
    return found


def made(model: Any) -> Counting:
    """Counts records of a model by owner and the moment at which they were made."""

    def count(
        people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor
    ) -> Mapping[int, int]:
        rows = records.visible(model, to=to).filter(
            owner__in=people, created_at__gte=since, created_at__lt=until
        )
        return dict(rows.order_by().values_list("owner_id").annotate(n=Count("pk")))

    return count


def owned(
    entity: str, person: int, field: str, time: tuple[dt.datetime, dt.datetime], *more: Mapping[str, Any]
) -> Behind:
    """A list of what belongs to a person and has a moment in a time."""
    return entity, [
        {"field": "owner", "op": "in", "value": [person]},
        {"field": field, "op": "gte", "value": time[0].isoformat()},
        {"field": field, "op": "lt", "value": time[1].isoformat()},
        *more,
    ]


def list_of_made(entity: str) -> Listing:
    """The list behind `made`."""
    return lambda person, since, until: owned(entity, person, "created_at", (since, until))


def list_of_kind(*kinds: str) -> Listing:
    """The list behind `of_kind`."""
    only = {"field": "kind", "op": "in", "value": list(kinds)}
    done = {"field": "done", "op": "is", "value": True}
    return lambda person, since, until: owned("activity", person, "at", (since, until), only, done)


def list_of_overdue(person: int, since: dt.datetime, until: dt.datetime) -> Behind:
    """The list behind `overdue`."""
    left = {"field": "done", "op": "is", "value": False}
    now = clock.now().replace(microsecond=0)
    return owned("activity", person, "at", (since, min(until, now)), left)


def of_kind(*kinds: str) -> Counting:
    """Counts what was done of some kinds of activities."""

    def count(
        people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor
    ) -> Mapping[int, int]:
        rows = records.visible(Activity, to=to).filter(
            owner__in=people, at__gte=since, at__lt=until, done=True, kind__in=kinds
        )
        return dict(rows.order_by().values_list("owner_id").annotate(n=Count("pk")))

    return count


@dataclass(frozen=True, slots=True)
class Numbers:
    """Visits of a person, a unit or a grade: planned, done, missed, done unplanned, and those that count."""

    planned: int = 0
    done: int = 0
    missed: int = 0
    unplanned: int = 0
    valid: int = 0

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(*(getattr(self, name) + getattr(other, name) for name in Numbers.__slots__))


VALID = Exists(Visit.objects.filter(activity=OuterRef("pk"), deleted_at__isnull=True, valid=True))
AHEAD = Q(created_at__lt=F("at"))
"""A visit was planned when it was written down before it was to begin."""


def visits_by(
    column: str, since: dt.datetime, until: dt.datetime, *, to: Actor, **narrowed: Any
) -> dict[Any, Numbers]:
    """The numbers of visits between two moments by the value of a column, with one query."""
    now = clock.now()
    rows = records.visible(Activity, to=to).filter(
        kind=ActivityKind.VISIT, at__gte=since, at__lt=until, **narrowed
    )
    told = (
        rows.annotate(counts=VALID).order_by().values_list(column).annotate(
            planned=Count("pk", filter=AHEAD), done_=Count("pk", filter=Q(done=True)),
            missed=Count("pk", filter=Q(done=False, at__lt=now - MISSED)),
            unplanned=Count("pk", filter=Q(done=True) & ~AHEAD), valid=Count("pk", filter=Q(done=True, counts=True)),
        )
    )  # fmt: skip
    return {row[0]: Numbers(*row[1:]) for row in told}


MISSED = dt.timedelta(days=1)
"""A visit that nobody made is missed a day after it was to begin, wherever on the earth that was."""


def valid_visits(
    people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor
) -> Mapping[int, int]:
    """Visits that count."""
    found = visits_by("owner_id", since, until, to=to, owner__in=people)
    return {person: numbers.valid for person, numbers in found.items()}


def overdue(
    people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor
) -> Mapping[int, int]:
    """What was due in the time and is not done."""
    rows = records.visible(Activity, to=to).filter(
        owner__in=people, at__gte=since, at__lt=min(until, clock.now()), done=False
    )
    return dict(rows.order_by().values_list("owner_id").annotate(n=Count("pk")))


new_customers, new_contacts = made(Customer), made(Contact)
