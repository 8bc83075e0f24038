"""Visits to many customers at once: over which days, in which order, at what time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kith.engine import bulk, journal, records, worktime
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.activities.actions.going import nearest_first, subject_of
from kith.modules.activities.models import Activity, ActivityKind, Purpose, Visit
from kith.modules.activities.queries import visits as queries
from kith.modules.customers.models import Customer

MOST = 200
"""Customers of one plan."""
FAR_AHEAD = 92
"""Days on which a plan may lie."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to go: from which day on, how many visits a day, when the first begins, minutes from one
    beginning to the next, how long each takes, and what for."""

    first: dt.date
    per_day: int = 6
    begins: dt.time = dt.time(9)
    every: int = 60
    takes: int = 45
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One visit of a plan."""

    customer: Customer
    at: dt.datetime


def check(wish: Wish) -> None:
    """Raises Invalid at what cannot be."""
    errors: dict[str, list[Any]] = {}
    bounds = (("per_day", 1, 30), ("every", 10, 720), ("takes", 5, 720))
    for name, least, most in bounds:
        if not least <= getattr(wish, name) <= most:
            errors[name] = [_("From %(least)s to %(most)s.") % {"least": least, "most": most}]
    begins = wish.begins.hour * 60 + wish.begins.minute
    if not errors and begins + wish.every * (wish.per_day - 1) >= 24 * 60:
        errors["per_day"] = [_("So many visits do not fit into a day.")]
    if wish.purpose and wish.purpose not in Purpose.values:
        errors["purpose"] = [_("Choose one of the listed purposes.")]
    if errors:
        raise Invalid(errors)


def plan(customers: Sequence[Customer], wish: Wish, *, by: Actor) -> list[Planned]:
    """The visits of a plan: the nearest next, so many a day, on days on which the actor works. Raises Invalid."""
    check(wish)
    if not 0 < len(customers) <= MOST:
        raise Invalid({"": [_("Choose at least one customer, and not more than %(most)s.") % {"most": MOST}]})
    order = nearest_first([queries.point_of(one) for one in customers])
    days = working_days(wish.first, -(-len(customers) // wish.per_day), by)
    zone, found = ZoneInfo(by.time_zone), []
    for place, number in enumerate(order):
        day, turn = days[place // wish.per_day], place % wish.per_day
        begins = dt.datetime.combine(day, wish.begins, zone) + dt.timedelta(minutes=wish.every * turn)
        found.append(Planned(customers[number], begins.astimezone(dt.UTC)))
    return found


def working_days(first: dt.date, count: int, by: Actor) -> list[dt.date]:
    """So many days from a day on, on which the actor works and is not away. Raises Invalid when there are too few."""
    week = worktime.working_week(by.user_id or 0)
    found: list[dt.date] = []
    for day in (first + dt.timedelta(days=number) for number in range(FAR_AHEAD)):
        since, until = queries.day_of(day, by.time_zone)
        if week.of(day) and not worktime.away_on(by.user_id or 0, since + dt.timedelta(hours=9), until):
            found.append(day)
        if len(found) == count:
            return found
    raise Invalid({"per_day": [_("So many visits do not fit into three months. Plan more a day.")]})


def make(visits: Sequence[Planned], wish: Wish, *, by: Actor) -> journal.Batch:
    """Write the visits of a plan down, in one batch that can be taken back. Raises Forbidden, Invalid."""
    rows = [
        {
            "kind": ActivityKind.VISIT.value, "subject": subject_of(one.customer, wish.purpose, by), "at": one.at,
            "ends_at": one.at + dt.timedelta(minutes=wish.takes), "about": ("customer", one.customer.pk),
            "location": one.customer.city,
        }
        for one in visits
    ]  # fmt: skip
    with records.transaction(), journal.batch(by, "plan", entity="activity") as batch:
        made = bulk.create(Activity, rows, by=by)
        _refused(made)
        parts = [{"activity": one.id, "purpose": wish.purpose} for one in made]
        _refused(bulk.create(Visit, parts, by=by))
    return batch


def _refused(outcomes: Sequence[bulk.Outcome]) -> None:
    errors = next((one.errors for one in outcomes if one.errors), None)
    if errors:
        raise Invalid({"": [text for texts in errors.values() for text in texts]})
