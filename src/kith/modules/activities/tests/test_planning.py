"""Visits to many customers at once, and norms beside what was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, records, undo
from kith.engine.errors import Invalid
from kith.kernel import clock
from kith.modules.activities.actions import planning
from kith.modules.activities.actions.planning import Wish
from kith.modules.activities.models import Activity, Visit, VisitNorm
from kith.modules.activities.queries import norms
from kith.modules.customers.models import Customer

FRIDAY = dt.date(2026, 6, 5)
EARLIER = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def customers(people: People) -> Any:
    """Five on a line from west to east in mixed order, one of whom nobody knows where."""
    rows = [
        {"name": f"C{place}", "grade": "A", "location": f"50.0,8.{place}" if place else ""}
        for place in (1, 5, 2, 4, 0)
    ]
    made = bulk.create(Customer, rows, by=people.sue)
    return list(Customer.live().filter(pk__in=[one.id for one in made]).order_by("pk"))


def test_the_nearest_comes_next_over_several_working_days(people: People, customers: Any) -> None:
    with clock.frozen(EARLIER):
        found = planning.plan(customers, Wish(FRIDAY, per_day=2, every=90), by=people.sue)
        batch = planning.make(found, Wish(FRIDAY, per_day=2, every=90, purpose="care"), by=people.sue)
    told = [(one.customer.name, one.at.strftime("%a %H:%M")) for one in found]
    assert told == [
        ("C1", "Fri 09:00"), ("C2", "Fri 10:30"), ("C4", "Mon 09:00"), ("C5", "Mon 10:30"), ("C0", "Tue 09:00"),
    ]  # fmt: skip
    assert Visit.live().filter(purpose="care").count() == Activity.live().filter(kind="visit").count() == 5
    undo.undo(batch.pk, by=people.sue)
    assert not Activity.live().exists()


@pytest.mark.parametrize(
    ("wrong", "at"),
    [({"per_day": 0}, "per_day"), ({"per_day": 30, "every": 60}, "per_day"), ({"every": 1}, "every"),
     ({"purpose": "fun"}, "purpose")],
)  # fmt: skip
def test_what_cannot_be_planned_is_said(people: People, customers: Any, wrong: Any, at: str) -> None:
    with pytest.raises(Invalid) as refused:
        planning.plan(customers, Wish(FRIDAY, **wrong), by=people.sue)
    assert list(refused.value.errors) == [at]


def test_nobody_to_visit_is_no_plan(people: People) -> None:
    with pytest.raises(Invalid):
        planning.plan([], Wish(FRIDAY), by=people.sue)


def test_norms_stand_beside_what_was_done(people: People, customers: Any) -> None:
    records.create(VisitNorm, by=people.ada, grade="A", times=2, period="quarter")
    rows = [
        {
            "kind": "visit",
            "subject": "V",
            "at": EARLIER,
            "done": True,
            "about": ("customer", customers[0].pk),
        },
        {
            "kind": "visit",
            "subject": "V",
            "at": EARLIER,
            "done": True,
            "about": ("customer", customers[0].pk),
        },
        {
            "kind": "visit",
            "subject": "V",
            "at": EARLIER,
            "done": True,
            "about": ("customer", customers[1].pk),
        },
    ]
    bulk.create(Activity, rows, by=people.sue)
    (found,) = norms.coverage(EARLIER.date(), to=people.sue)
    assert (found.customers, found.required, found.done, found.met) == (5, 10, 3, 1)
    (theirs,) = norms.coverage(EARLIER.date(), to=people.nora)
    assert (theirs.customers, theirs.done) == (0, 0)
    wanting = {one.customer.name: one.wanting for one in norms.candidates(EARLIER.date(), to=people.sue)}
    assert wanting == {"C1": 0, "C5": 1, "C2": 2, "C4": 2, "C0": 2}
