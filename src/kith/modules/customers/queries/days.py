"""Which birthdays and other days of the year fall into the coming week."""

from __future__ import annotations

import datetime as dt
from calendar import isleap

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
