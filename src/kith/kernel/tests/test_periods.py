"""Periods: half open, adjacent, of the right length."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.periods import PERIODS, UnknownPeriod, add_months, span

days = st.dates(date(1800, 1, 1), date(2900, 1, 1))
weekdays = st.integers(0, 6)
counts = st.integers(1, 3660)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("today", date(2024, 2, 29), date(2024, 3, 1)),
        ("yesterday", date(2024, 2, 28), date(2024, 2, 29)),
        ("tomorrow", date(2024, 3, 1), date(2024, 3, 2)),
        ("this_week", date(2024, 2, 26), date(2024, 3, 4)),
        ("last_week", date(2024, 2, 19), date(2024, 2, 26)),
        ("this_month", date(2024, 2, 1), date(2024, 3, 1)),
        ("last_month", date(2024, 1, 1), date(2024, 2, 1)),
        ("next_month", date(2024, 3, 1), date(2024, 4, 1)),
        ("last_quarter", date(2023, 10, 1), date(2024, 1, 1)),
        ("this_quarter", date(2024, 1, 1), date(2024, 4, 1)),
        ("this_year", date(2024, 1, 1), date(2025, 1, 1)),
        ("last_7_days", date(2024, 2, 23), date(2024, 3, 1)),
        ("next_7_days", date(2024, 3, 1), date(2024, 3, 8)),
        ("last_12_months", date(2023, 2, 1), date(2024, 2, 1)),
        ("next_1_months", date(2024, 3, 1), date(2024, 4, 1)),
    ],
)
def test_periods_seen_from_a_leap_day(name: str, start: date, end: date) -> None:
    assert span(name, date(2024, 2, 29)) == (start, end)


def test_a_week_may_begin_on_sunday() -> None:
    assert span("this_week", date(2025, 6, 1), week_start=6) == (date(2025, 6, 1), date(2025, 6, 8))
    assert span("this_week", date(2025, 6, 1)) == (date(2025, 5, 26), date(2025, 6, 2))


@given(days, weekdays)
def test_last_this_and_next_touch_and_this_holds_today(today: date, week_start: int) -> None:
    for unit in ("week", "month", "quarter", "year"):
        last, this, following = (
            span(f"{which}_{unit}", today, week_start) for which in ("last", "this", "next")
        )
        assert last[1] == this[0] <= today < this[1] == following[0]
    assert span("yesterday", today)[1] == span("today", today)[0] == today
    assert span("today", today)[1] == span("tomorrow", today)[0]


@given(days, weekdays)
def test_units_have_their_lengths(today: date, week_start: int) -> None:
    lengths = {
        unit: (end - start).days
        for unit in ("week", "month", "quarter", "year")
        for start, end in [span(f"this_{unit}", today, week_start)]
    }
    assert lengths["week"] == 7
    assert span("this_week", today, week_start)[0].weekday() == week_start
    assert 28 <= lengths["month"] <= 31
    assert 90 <= lengths["quarter"] <= 92
    leap = today.year % 4 == 0 and (today.year % 100 != 0 or today.year % 400 == 0)
    assert lengths["year"] == 365 + leap


@given(days, counts)
def test_counted_days_have_that_many_days_and_meet_after_today(today: date, count: int) -> None:
    last, following = span(f"last_{count}_days", today), span(f"next_{count}_days", today)
    assert last[1] - last[0] == following[1] - following[0] == count * DAY
    assert last[1] == following[0] == today + DAY


@given(days, counts)
def test_counted_months_enclose_the_current_one(today: date, count: int) -> None:
    last, following = span(f"last_{count}_months", today), span(f"next_{count}_months", today)
    assert (last[1], following[0]) == span("this_month", today)
    for start, end in (last, following):
        assert (end.year - start.year) * 12 + end.month - start.month == count
        assert start.day == end.day == 1


@given(days)
def test_every_fixed_name_is_a_period_that_is_not_empty(today: date) -> None:
    assert len(PERIODS) == 15
    assert all(start < end for start, end in (span(name, today) for name in PERIODS))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "week",
        "this_day",
        "last_0_days",
        "last_3661_days",
        "last_-1_days",
        "next_01_days",
        "this_7_days",
        "last_7_weeks",
        "today\n",
        "last_٣_days",
    ],
)
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(UnknownPeriod):
        span(name, date(2025, 1, 1))


def test_a_period_beyond_the_calendar_is_refused() -> None:
    for name in ("next_year", "next_3660_days", "next_3660_months", "this_year", "tomorrow"):
        with pytest.raises(UnknownPeriod):
            span(name, date.max)
    with pytest.raises(UnknownPeriod):
        span("last_3660_months", date(100, 1, 1))


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 3, 31), -13) == date(2024, 2, 29)
