"""Relations are seen by who sees both ends; special days come round by both calendars; nobody reports to himself."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.company import People

from kith.engine import records
from kith.engine.errors import Invalid
from kith.kernel.lunar import lunar, next_lunar
from kith.modules.customers.models import Contact, Customer, Relation, RelationKind, SpecialDate
from kith.modules.customers.queries.days import lunar_days


def test_a_relation_is_seen_by_who_sees_both_ends_only(people: People) -> None:
    kind = records.create(RelationKind, by=people.ada, name="Rivalry", forth="fights", back="is fought by")
    mine = records.create(Customer, by=people.sue, name="Mine")
    theirs = records.create(Customer, by=people.ada, name="Theirs")
    hers = records.create(Contact, by=people.sue, name="Kim", customer=mine)
    inside = records.create(
        Relation, by=people.sue, kind=kind, one=("customer", mine.pk), other=("contact", hers.pk)
    )
    across = records.create(
        Relation, by=people.ada, kind=kind, one=("customer", mine.pk), other=("customer", theirs.pk)
    )
    assert list(records.visible(Relation, to=people.sue)) == [inside]
    assert set(records.visible(Relation, to=people.ada)) == {inside, across}
    for other in (("customer", mine.pk), ("contact", hers.pk)):
        with pytest.raises(Invalid) as refused:
            records.create(Relation, by=people.sue, kind=kind, one=("customer", mine.pk), other=other)
        assert list(refused.value.errors) == ["other"]


def test_nobody_reports_to_himself_even_through_others(people: People) -> None:
    head = records.create(Contact, by=people.sue, name="Head")
    hand = records.create(Contact, by=people.sue, name="Hand", reports_to=head)
    for boss in (head, hand):
        with pytest.raises(Invalid) as refused:
            records.update(head, by=people.sue, reports_to=boss)
        assert list(refused.value.errors) == ["reports_to"]


def test_a_day_must_exist_in_its_calendar(people: People) -> None:
    kim = records.create(Contact, by=people.sue, name="Kim")
    day = records.create(SpecialDate, by=people.sue, contact=kim, month=2, day=30, lunar=True)
    assert day.month_day == 230
    with pytest.raises(Invalid) as refused:
        records.update(day, by=people.sue, lunar=False)
    assert list(refused.value.errors) == ["day"]


def test_lunar_days_of_known_years() -> None:
    assert (lunar(dt.date(2026, 2, 17)).month, lunar(dt.date(2026, 2, 17)).day) == (1, 1)
    assert lunar(dt.date(2025, 7, 25)).leap
    assert next_lunar(8, 15, dt.date(2026, 1, 1)) == dt.date(2026, 9, 25)
    # The last month of the year of 2025 has 29 days: who was born on the thirtieth celebrates on its last one.
    assert next_lunar(12, 30, dt.date(2026, 1, 1)) == dt.date(2026, 2, 16)
    days = dict(lunar_days(dt.date(2026, 2, 14)))
    assert (days[1230], days[101]) == (dt.date(2026, 2, 16), dt.date(2026, 2, 17))
