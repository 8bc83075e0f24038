"""Whom to be in touch with today, on the home page of the person whose customers they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import records
from kith.kernel import clock
from kith.modules.customers import panels
from kith.modules.customers.models import Customer

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def june(people: People) -> Any:
    with clock.frozen(NOON):
        yield


def due(by: Any, name: str, days: int) -> Any:
    return records.create(Customer, by=by, name=name, next_contact_on=NOON.date() + dt.timedelta(days=days))


def shown(reader: Any) -> list[tuple[str, bool]]:
    return [(row.title, row.late) for section in panels.to_contact(reader) for row in section.rows]


def test_my_customers_to_contact_today_or_since_longer_are_shown(people: People) -> None:
    due(people.sue, "Today", 0)
    due(people.sue, "Late", -4)
    due(people.sue, "Tomorrow", 1)
    due(people.carl, "Carl's", -1)
    records.delete(due(people.sue, "Gone", -1), by=people.sue)
    assert shown(people.sue) == [("Late", True), ("Today", False)]
    assert shown(people.max) == []


def test_today_is_where_the_person_lives(people: People) -> None:
    due(people.sue, "Tomorrow", 1)
    assert shown(people.sue) == []
    assert shown(people.give("sue", time_zone="Pacific/Kiritimati")) == [("Tomorrow", False)]


@pytest.mark.parametrize("hidden", ["name", "next_contact_on"])
def test_what_one_may_not_see_is_not_shown(people: People, hidden: str) -> None:
    people.role("blind", {"*": {"*": "all"}}, {"customer": {hidden: "hidden"}})
    records.update(
        due(people.sue, "Late", -4), by=people.max, owner=people.join("Ben Blind", "blind").user_id
    )
    assert shown(people.actor("ben")) == []
    assert panels.to_contact(people.stranger) == []
