"""How often customers are visited beside how often they are to be, and the numbers of visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from kith.engine import records
from kith.engine.actor import Actor
from kith.kernel import periods
from kith.modules.activities.models import Activity, ActivityKind, Period, VisitNorm
from kith.modules.activities.queries.visits import day_of
from kith.modules.customers.models import Customer

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Coverage:
    """A norm beside what was done: customers of the grade, required and done visits, customers who had enough."""

    norm: VisitNorm
    customers: int
    required: int
    done: int
    met: int


def span(period: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """The first day of a period and the day after its last."""
    months = MONTHS[Period(period)]
    first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    return first, periods.first_of_month(first, months)


def bounds(first: dt.date, after: dt.date, zone: str) -> tuple[dt.datetime, dt.datetime]:
    """The moments between two days."""
    return day_of(first, zone)[0], day_of(after, zone)[0]


def done_by_customer(period: str, day: dt.date, *, to: Actor, **narrowed: Any) -> Any:
    """Customers with the number of visits that were made to them in a period."""
    since, until = bounds(*span(period, day), to.time_zone)
    rows = records.visible(Activity, to=to).filter(
        kind=ActivityKind.VISIT, done=True, at__gte=since, at__lt=until, customer__isnull=False, **narrowed
    )
    return rows.order_by().values("customer_id").annotate(n=Count("pk"))


def coverage(day: dt.date, *, to: Actor) -> list[Coverage]:
    """Every norm beside what was done in its period so far, three queries each."""
    found = []
    for norm in VisitNorm.live().order_by("grade", "period", "pk"):
        customers = records.visible(Customer, to=to).filter(grade=norm.grade).count()
        rows = done_by_customer(norm.period, day, to=to, customer__grade=norm.grade)
        numbers = list(rows.values_list("n", flat=True))
        enough = sum(number >= norm.times for number in numbers)
        found.append(Coverage(norm, customers, customers * norm.times, sum(numbers), enough))
    return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer who might be visited: how many visits are still wanting by the norm, None without one."""

    customer: Customer
    wanting: int | None


def candidates(day: dt.date, *, to: Actor, ids: Sequence[int] = (), limit: int = 100) -> list[Candidate]:
    """The chosen customers, or one's own whom nobody spoke to for longest, with what the norms ask for: two queries
    and one for each norm."""
    rows = records.visible(Customer, to=to)
    rows = rows.filter(pk__in=ids) if ids else rows.filter(owner=to.user_id).exclude(status="lost")
    customers = list(rows.order_by("last_contact_at", "pk")[:limit])
    wanting: dict[int, int] = {}
    for norm in VisitNorm.live().order_by("pk"):
        meant = [one.pk for one in customers if one.grade == norm.grade]
        done = dict(
            done_by_customer(norm.period, day, to=to, customer__in=meant).values_list("customer_id", "n")
        )
        for number in meant:
            left = max(0, norm.times - done.get(number, 0))
            wanting[number] = max(left, wanting.get(number, 0))
    found = [Candidate(one, wanting.get(one.pk)) for one in customers]
    return sorted(found, key=lambda one: -(one.wanting or 0)) if wanting else found
