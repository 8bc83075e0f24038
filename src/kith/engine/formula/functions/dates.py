"""Days, moments and the time between them. Moments are cut into days by the company's clock."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kith.engine.formula.errors import Trouble
from kith.engine.formula.functions.base import form, number
from kith.engine.formula.functions.operators import MOVED, moved
from kith.engine.formula.kinds import Now

WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LOCAL = "({0} AT TIME ZONE {zone})"


@form("TODAY", "-> date", sql="{today}", timed=True, alive=True)
def _today(now: Now) -> dt.date:
    return now.today


@form("NOW", "-> moment", sql="{now}", timed=True, alive=True)
def _now(now: Now) -> dt.datetime:
    return now.moment


DATE = (
    "(SELECT CASE WHEN d BETWEEN 1 AND 31"
    " AND d <= extract(day FROM make_date(y::int, m::int, 1) + INTERVAL '1 month' - INTERVAL '1 day')"
    " THEN make_date(y::int, m::int, d::int) END"
    " FROM (SELECT CASE WHEN a >= 1 AND a < 10000 THEN trunc(a) END AS y,"
    " CASE WHEN b >= 1 AND b < 13 THEN trunc(b) END AS m, trunc(c) AS d"
    " FROM (SELECT {0} AS a, {1} AS b, {2} AS c OFFSET 0) AS g OFFSET 0) AS p)"
)


@form("DATE", "number, number, number -> date", sql=DATE)
def _date(year: Decimal, month: Decimal, day: Decimal) -> dt.date:
    """A day by its year, month and day. Raises Trouble when there is none."""
    try:
        return dt.date(int(year), int(month), int(day))
    except (ValueError, OverflowError) as error:
        raise Trouble("day") from error


@form("DATEVALUE", "moment -> date", sql=f"{LOCAL}::date", timed=True)
def _day_of(now: Now, moment: dt.datetime) -> dt.date:
    return now.local(moment).date()


@form("DATEVALUE", "text -> date")
def _read(text: str) -> dt.date:
    """The day that a text such as 2026-01-31 says. Raises Trouble for other texts."""
    if not WRITTEN.fullmatch(text.strip()):
        return _no_day()
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Trouble("day") from error


def _no_day() -> dt.date:
    raise Trouble("day")


PARTS: dict[str, tuple[Callable[[Any], int], str, int]] = {
    "YEAR": (lambda day: day.year, "year", 4),
    "QUARTER": (lambda day: (day.month + 2) // 3, "quarter", 1),
    "MONTH": (lambda day: day.month, "month", 2),
    "WEEK": (lambda day: day.isocalendar()[1], "week", 2),
    "DAY": (lambda day: day.day, "day", 2),
    "WEEKDAY": (lambda day: day.isoweekday(), "isodow", 1),
}
CLOCK: dict[str, Callable[[Any], int]] = {
    "HOUR": lambda moment: moment.hour,
    "MINUTE": lambda moment: moment.minute,
}


def _part(name: str, read: Callable[[Any], int], word: str, digits: int) -> None:
    form(name, "date -> number", sql=f"extract({word} FROM {{0}})::numeric", grows=number(digits))(
        lambda day: Decimal(read(day))
    )
    _part_of_moment(name, read, word, digits)


def _part_of_moment(name: str, read: Callable[[Any], int], word: str, digits: int) -> None:
    @form(
        name,
        "moment -> number",
        sql=f"extract({word} FROM {LOCAL})::numeric",
        timed=True,
        grows=number(digits),
    )
    def _taken(now: Now, moment: dt.datetime) -> Decimal:
        return Decimal(read(now.local(moment)))


for _name, (_read_part, _word, _digits) in PARTS.items():
    _part(_name, _read_part, _word, _digits)
for _name, _read_part in CLOCK.items():
    _part_of_moment(_name, _read_part, _name.lower(), 2)


@form("DAYS", "date, date -> number", sql="({0} - {1})::numeric", grows=number(7))
def _days(end: dt.date, start: dt.date) -> Decimal:
    return Decimal((end - start).days)


@form("ADDDAYS", "date, number -> date", sql=MOVED % "{1}")
def _add_days(day: dt.date, days: Decimal) -> dt.date:
    return moved(day, days)


def months_later(day: dt.date, months: Decimal) -> dt.date:
    """The same day of another month, or its last one when it is shorter. Raises Trouble."""
    if abs(months) > 200_000:
        raise Trouble("day")
    place = day.year * 12 + day.month - 1 + int(months)
    year, month = place // 12, place % 12 + 1
    if not 1 <= year <= 9999:
        raise Trouble("day")
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


LATER = (
    "(SELECT CASE WHEN n BETWEEN -200000 AND 200000 AND"
    " extract(year FROM d) * 12 + extract(month FROM d) - 1 + n BETWEEN 12 AND 119999"
    " THEN %s END FROM (SELECT {0} AS d, trunc({1}) * %s AS n OFFSET 0) AS m)"
)
MONTHS_LATER = "(d + make_interval(months => n::int))::date"
END = (
    "(date_trunc('month', d + make_interval(months => n::int)) + INTERVAL '1 month' - INTERVAL '1 day')::date"
)


@form("ADDMONTHS", "date, number -> date", sql=LATER % (MONTHS_LATER, 1))
def _add_months(day: dt.date, months: Decimal) -> dt.date:
    return months_later(day, months)


form("EDATE", "date, number -> date", sql=LATER % (MONTHS_LATER, 1))(_add_months)


@form("ADDYEARS", "date, number -> date", sql=LATER % (MONTHS_LATER, 12))
def _add_years(day: dt.date, years: Decimal) -> dt.date:
    return months_later(day, Decimal(int(years)) * 12) if abs(years) < 10_000 else _no_day()


@form("EOMONTH", "date, number=0 -> date", sql=LATER % (END, 1))
def _end_of_month(day: dt.date, months: Decimal) -> dt.date:
    then = months_later(day, months)
    return then.replace(day=calendar.monthrange(then.year, then.month)[1])


def _whole_months(end: dt.date, start: dt.date) -> int:
    """Whole months from one day to another; negative when it lies before."""
    if end < start:
        return -_whole_months(start, end)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


COUNTED = (
    "(SELECT %s * CASE WHEN a < b THEN -1 ELSE 1 END FROM"
    " (SELECT extract(year FROM h) * 12 + extract(month FROM h) - extract(year FROM l) * 12 - extract(month FROM l)"
    " - CASE WHEN extract(day FROM h) < extract(day FROM l) THEN 1 ELSE 0 END AS k, a, b FROM"
    " (SELECT GREATEST(a, b) AS h, LEAST(a, b) AS l, a, b FROM (SELECT {0} AS a, {1} AS b OFFSET 0) AS i"
    " WHERE a IS NOT NULL AND b IS NOT NULL) AS o) AS c)"
)


@form("MONTHS", "date, date -> number", sql=COUNTED % "k", grows=number(6))
def _months(end: dt.date, start: dt.date) -> Decimal:
    return Decimal(_whole_months(end, start))


@form("YEARS", "date, date -> number", sql=COUNTED % "div(k, 12)", grows=number(4))
def _years(end: dt.date, start: dt.date) -> Decimal:
    months = _whole_months(end, start)
    return Decimal(months // 12 if months >= 0 else -(-months // 12))


def _worked(day: dt.date, *, after: bool) -> int:
    """Mondays to Fridays before a day, or up to it."""
    weeks, rest = divmod(day.toordinal() - 1 + after, 7)
    return weeks * 5 + min(rest, 5)


WORKED = "(5 * div(%s, 7) + least(mod(%s, 7), 5))"
HIGH, LOW = "h - DATE '0001-01-01' + 1", "l - DATE '0001-01-01'"
WORKDAYS = (
    f"(SELECT ({WORKED % (HIGH, HIGH)} - {WORKED % (LOW, LOW)}) * CASE WHEN b < a THEN -1 ELSE 1 END FROM"
    " (SELECT GREATEST(a, b) AS h, LEAST(a, b) AS l, a, b FROM (SELECT {0} AS a, {1} AS b OFFSET 0) AS i"
    " WHERE a IS NOT NULL AND b IS NOT NULL) AS o)"
)


@form("WORKDAYS", "date, date -> number", sql=WORKDAYS, grows=number(7))
def _workdays(start: dt.date, end: dt.date) -> Decimal:
    """Mondays to Fridays from the first day to the last, both counted."""
    low, high = min(start, end), max(start, end)
    count = _worked(high, after=True) - _worked(low, after=False)
    return Decimal(-count if end < start else count)
