"""Whom to be in touch with today, on the home page of the person whose customers they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import records
from kith.kernel import clock
from kith.modules.customers import celebrating, panels
from kith.modules.customers.models import Contact, Customer
from kith.modules.customers.queries.days import days_of_birth

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
    assert shown(people.stranger) == []


def born(by: Any, name: str, year: int, month: int, day: int) -> Any:
    return records.create(Contact, by=by, name=name, birthday=dt.date(year, month, day))


def parties(reader: Any) -> list[tuple[str, str, Any]]:
    return [
        (row.title, row.note, row.at) for section in celebrating.birthdays(reader) for row in section.rows
    ]


def test_birthdays_of_my_contacts_this_week_stand_in_their_order_with_the_age_where_it_is_known(
    people: People,
) -> None:
    born(people.sue, "In a week", 1980, 6, 8)
    born(people.sue, "Soon", 1980, 6, 7)
    born(people.sue, "Today", 1604, 6, 1)
    born(people.carl, "Carl's", 1980, 6, 2)
    assert parties(people.sue) == [
        ("Today", "", dt.date(2026, 6, 1)), ("Soon", "turns 46", dt.date(2026, 6, 7)),
    ]  # fmt: skip


def test_who_was_born_on_29_february_celebrates_every_year() -> None:
    assert (229, dt.date(2027, 2, 28)) in days_of_birth(dt.date(2027, 2, 25))
    assert (229, dt.date(2028, 2, 29)) in days_of_birth(dt.date(2028, 2, 25))
    assert [number for number, _day in days_of_birth(dt.date(2028, 2, 28))].count(229) == 1


def test_a_week_of_birthdays_goes_on_into_the_new_year(people: People) -> None:
    born(people.sue, "New year", 1990, 1, 2)
    born(people.sue, "Old year", 1990, 12, 30)
    with clock.frozen(dt.datetime(2026, 12, 29, 12, tzinfo=dt.UTC)):
        assert [name for name, _note, _day in parties(people.sue)] == ["Old year", "New year"]


def test_what_others_did_with_mine_is_told_until_i_change_it_myself(people: People) -> None:
    mine, given = due(people.sue, "Changed", 3), due(people.carl, "Given", 3)
    due(people.sue, "Untouched", 3)
    records.update(mine, by=people.max, city="Leeds")
    records.update(given, by=people.max, owner=people.users["sue"].pk)
    told = {row.title: row.note for section in panels.changed_by_others(people.sue) for row in section.rows}
    assert told == {"Changed": "Max Manager · City", "Given": "Max Manager · yours now"}
    records.update((Customer, mine.pk), by=people.sue, city="York")
    assert [row.title for section in panels.changed_by_others(people.sue) for row in section.rows] == [
        "Given"
    ]


def test_what_is_hidden_from_me_is_not_named_among_what_changed(people: People) -> None:
    mine = due(people.sue, "Changed", 3)
    people.role("seller", {"*": {"*": "own"}}, {"customer": {"city": "hidden"}})
    records.update(mine, by=people.max, city="Leeds")
    [row] = [row for section in panels.changed_by_others(people.sue) for row in section.rows]
    assert row.note == "Max Manager"
