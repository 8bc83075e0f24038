"""Which birthdays and other days of the year fall into the coming week."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, DateField, Value, When

from kith.kernel.lunar import Lunar, lunar

WEEK = 7
LEAP_DAY = 229


def days_of_birth(today: dt.date) -> list[tuple[int, dt.date]]:
    """Month and day of the birthdays of a week, as contacts keep them, with the day on which each is celebrated.

    Who was born on 29 February celebrates on the 28th in years that have no such day.
    """
    found = []
    for day in (today + dt.timedelta(days=number) for number in range(WEEK)):
        found.append((day.month * 100 + day.day, day))
        if (day.month, day.day) == (2, 28) and not isleap(day.year):
            found.append((LEAP_DAY, day))
    return found


def lunar_days(today: dt.date) -> list[tuple[int, dt.date]]:
    """The same by the Chinese calendar: a leap month counts for nobody, and who was born on the thirtieth celebrates
    on the twenty-ninth where the month ends with that."""
    found = []
    for day in (today + dt.timedelta(days=number) for number in range(WEEK)):
        at: Lunar = lunar(day)
        if not at.leap:
            found.append((at.month * 100 + at.day, day))
            if at.day == at.length == 29:
                found.append((at.month * 100 + 30, day))
    return found


# ---------------------------------------------------------------------- days to remember of contacts

Coming = Mapping[tuple[bool, int], dt.date]
"""On which day of a week a special day is celebrated, by whether it counts by the Chinese calendar, and its number."""


def coming_days(today: dt.date) -> Coming:
    """The special days of a week, by both calendars."""
    solar = {(False, number): day for number, day in days_of_birth(today)}
    return solar | {(True, number): day for number, day in lunar_days(today)}


def coming_up(coming: Coming) -> dict[str, Any]:
    """The condition that a special day falls into that week."""

    def by(chinese: bool) -> dict[str, Any]:
        numbers = [number for one, number in coming if one is chinese]
        return {
            "all": [
                {"field": "lunar", "op": "is", "value": chinese},
                {"field": "month_day", "op": "in", "value": numbers},
            ]
        }

    return {"any": [by(False), by(True)]}


def celebrated(coming: Coming) -> Case:
    """The day on which a special day of that week is celebrated, to order by."""
    days = [When(lunar=one, month_day=number, then=Value(day)) for (one, number), day in coming.items()]
    return Case(*days, output_field=DateField())


def years_since(year: int, day: dt.date, *, by_lunar: bool) -> int:
    """How many years after a year a day is celebrated, both of one calendar."""
    return (lunar(day).year if by_lunar else day.year) - year
