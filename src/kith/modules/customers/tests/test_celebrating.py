"""Special days of one's contacts stand on the home page in the week in which their calendar brings them round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.company import People

from kith.engine import records
from kith.kernel import clock
from kith.modules.customers import celebrating
from kith.modules.customers.models import Contact, Customer, SpecialDate
from kith.modules.customers.queries.days import coming_days


@contextmanager
def on(year: int, month: int, day: int) -> Iterator[None]:
    with clock.frozen(dt.datetime(year, month, day, 12, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def kim(people: People) -> Any:
    acme = records.create(Customer, by=people.sue, name="Acme")
    return records.create(Contact, by=people.sue, name="Kim", customer=acme, mobile="+44 20 7946 0958")


def remember(by: Any, contact: Any, month: int, day: int, **values: Any) -> Any:
    return records.create(SpecialDate, by=by, contact=contact, month=month, day=day, **values)


def told(reader: Any) -> list[tuple[str, str, Any]]:
    return [(row.title, row.note, row.at) for part in celebrating.special_days(reader) for row in part.rows]


def test_a_day_is_told_by_whose_it_is_what_it_is_and_how_long_ago_it_was(people: People, kim: Any) -> None:
    remember(people.sue, kim, 6, 3, kind="wedding", year=2016)
    remember(people.sue, kim, 6, 2, kind="other", name="Signed with us")
    remember(people.sue, kim, 6, 7, kind="birthday", name="Daughter", year=2020)
    remember(people.sue, kim, 6, 8, kind="wedding")
    with on(2026, 6, 1):
        assert told(people.sue) == [
            ("Kim", "Signed with us · Acme", dt.date(2026, 6, 2)),
            ("Kim", "Wedding day · 10 years · Acme", dt.date(2026, 6, 3)),
            ("Kim", "Birthday · Daughter · turns 6 · Acme", dt.date(2026, 6, 7)),
        ]
        [part] = celebrating.special_days(people.sue)
    assert {(row.href, row.phone) for row in part.rows} == {(f"/contacts/{kim.pk}/", "+442079460958")}


def test_a_day_by_the_chinese_calendar_comes_on_its_day_of_ours(people: People, kim: Any) -> None:
    remember(people.sue, kim, 8, 15, kind="holiday", lunar=True)
    remember(people.sue, kim, 12, 30, kind="birthday", lunar=True, year=1980)
    with on(2026, 9, 20):
        assert told(people.sue) == [
            ("Kim", "Feast day · by the Chinese calendar · Acme", dt.date(2026, 9, 25))
        ]
    # By that calendar the year of 2025 lasts until 16 February 2026, and its last month has 29 days.
    with on(2026, 2, 12):
        assert told(people.sue) == [
            ("Kim", "Birthday · turns 45 · by the Chinese calendar · Acme", dt.date(2026, 2, 16))
        ]
    with on(2026, 8, 15):
        assert told(people.sue) == []


def test_a_leap_month_brings_no_day_a_second_time(people: People, kim: Any) -> None:
    remember(people.sue, kim, 6, 10, lunar=True)
    with on(2025, 7, 1):
        assert [day for _name, _note, day in told(people.sue)] == [dt.date(2025, 7, 4)]
    with on(2025, 8, 1):
        assert told(people.sue) == [], "3 August is the tenth of the leap month"


def test_29_february_is_celebrated_every_year(people: People, kim: Any) -> None:
    remember(people.sue, kim, 2, 29, kind="wedding", year=2024)
    for year, day in ((2027, 28), (2028, 29)):
        with on(year, 2, 25):
            assert [at for _name, _note, at in told(people.sue)] == [dt.date(year, 2, day)]


def test_a_week_goes_on_into_the_new_year(people: People, kim: Any) -> None:
    for number in range(1, 4):
        remember(people.sue, kim, 1, number, name=f"January {number}")
    for number in range(27, 32):
        remember(people.sue, kim, 12, number, name=f"December {number}")
    with on(2026, 12, 28):
        [part] = celebrating.special_days(people.sue)
    assert [f"{row.at:%m-%d}" for row in part.rows] == [
        "12-28", "12-29", "12-30", "12-31", "01-01", "01-02", "01-03",
    ]  # fmt: skip


def test_what_does_not_fit_is_one_list_away(people: People, kim: Any) -> None:
    for number in range(9):
        remember(people.sue, kim, 6, 1 + number // 3, name=f"Day {number}")
    with on(2026, 6, 1):
        [part] = celebrating.special_days(people.sue)
    assert (len(part.rows), [more.total for more in part.more]) == (7, [9])


def test_days_of_others_and_of_what_is_in_the_trash_are_not_told(people: People, kim: Any) -> None:
    remember(people.sue, kim, 6, 1)
    gone = remember(people.sue, kim, 6, 2)
    records.delete(gone, by=people.sue)
    with on(2026, 6, 1):
        assert [told(one) for one in (people.carl, people.nora, people.stranger, people.max)] == [[]] * 4
        assert len(told(people.sue)) == 1
        records.delete((Contact, kim.pk), by=people.sue)
        assert told(people.sue) == []


@pytest.mark.parametrize(
    ("entity", "field"),
    [
        ("special-date", "contact"),
        ("special-date", "month"),
        ("special-date", "day"),
        ("special-date", "month_day"),
        ("special-date", "lunar"),
        ("contact", "name"),
        ("contact", "owner"),
    ],
)
def test_who_may_not_see_what_makes_a_day_sees_none(
    people: People, kim: Any, entity: str, field: str
) -> None:
    remember(people.sue, kim, 6, 1, name="Signed", year=2020)
    people.role("seller", {"*": {"*": "own"}}, {entity: {field: "hidden"}})
    with on(2026, 6, 1):
        assert told(people.sue) == []


def test_what_is_hidden_of_a_day_is_left_out(people: People, kim: Any) -> None:
    remember(people.sue, kim, 6, 1, kind="wedding", name="Signed", year=2020)
    hidden = dict.fromkeys(("name", "year"), "hidden")
    of_people = dict.fromkeys(("customer", "mobile"), "hidden")
    people.role("seller", {"*": {"*": "own"}}, {"special-date": hidden, "contact": of_people})
    with on(2026, 6, 1):
        assert told(people.sue) == [("Kim", "Wedding day", dt.date(2026, 6, 1))]
        assert [row.phone for part in celebrating.special_days(people.sue) for row in part.rows] == [""]


def test_more_days_cost_no_more_queries(people: People, kim: Any) -> None:
    def cost() -> int:
        reader = people.sue
        celebrating.special_days(reader)
        with CaptureQueriesContext(connection) as caught:
            celebrating.special_days(reader)
        return sum("engine_epoch" not in query["sql"] for query in caught)

    with on(2026, 6, 1):
        remember(people.sue, kim, 6, 1)
        one = cost()
        for number in range(5):
            acme = records.create(Customer, by=people.sue, name=f"Customer {number}")
            other = records.create(Contact, by=people.sue, name=f"Contact {number}", customer=acme)
            remember(people.sue, other, 6, 1 + number)
        assert cost() == one == 3


def test_a_week_holds_every_day_once_by_each_calendar() -> None:
    solar, chinese = (
        [day for (by, _n), day in coming_days(dt.date(2026, 2, 14)).items() if by is one]
        for one in (False, True)
    )
    week = [dt.date(2026, 2, 14) + dt.timedelta(days=number) for number in range(7)]
    assert sorted(set(solar)) == sorted(set(chinese)) == week


def test_a_birthday_that_is_kept_twice_is_told_once(people: People, kim: Any) -> None:
    records.update(kim, by=people.sue, birthday=dt.date(1980, 6, 3))
    remember(people.sue, kim, 6, 3, kind="birthday", year=1980)
    with on(2026, 6, 1):
        assert told(people.sue) == []
        [part] = celebrating.birthdays(people.sue)
        assert [(row.title, row.at) for row in part.rows] == [("Kim", dt.date(2026, 6, 3))]
        # The birthday of somebody else, another feast, another day or calendar are days of their own.
        remember(people.sue, kim, 6, 3, kind="birthday", name="Daughter")
        remember(people.sue, kim, 6, 3, kind="wedding")
        remember(people.sue, kim, 6, 4, kind="birthday")
        assert len(told(people.sue)) == 3


def test_a_birthday_kept_as_a_special_day_alone_is_told(people: People, kim: Any) -> None:
    remember(people.sue, kim, 6, 3, kind="birthday")
    with on(2026, 6, 1):
        assert [day for _name, _note, day in told(people.sue)] == [dt.date(2026, 6, 3)]
