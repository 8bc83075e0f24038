"""The Chinese calendar: the lunar day of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from lunar_python import LunarMonth, Solar  # type: ignore[import-untyped]  # it brings no types


@dataclass(frozen=True, slots=True)
class Lunar:
    """A day of the Chinese calendar: year, month (1-12), whether that is a leap month, day, and days of the month."""

    year: int
    month: int
    leap: bool
    day: int
    length: int


@lru_cache(maxsize=512)
def lunar(day: dt.date) -> Lunar:
    """The lunar day of a day from 1900 to 2200."""
    found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = found.getMonth()
    days = LunarMonth.fromYm(found.getYear(), month).getDayCount()
    return Lunar(found.getYear(), abs(month), month < 0, found.getDay(), days)


def next_lunar(month: int, day: int, today: dt.date) -> dt.date:
    """The next day, today included, on which a day of the Chinese year falls: the thirtieth on the last day of the
    month, leap months left out."""
    for number in range(420):
        at = lunar(found := today + dt.timedelta(days=number))
        if not at.leap and at.month == month and at.day == min(day, at.length):
            return found
    raise ValueError(f"no such day: {month}-{day}")
