"""Named spans of days, the same for filters, reports and targets: half open, [start, end)."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from kith.kernel.errors import CodedError

_DAY = timedelta(days=1)
_MOST = 3660
_COUNTED = re.compile(r"(last|next)_([1-9][0-9]{0,3})_(days|months)")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SHIFT = {"last": -1, "this": 0, "next": 1}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}

# The fixed names; beside them stand last_N_days, next_N_days, last_N_months, next_N_months with N in 1..3660.
PERIODS: tuple[str, ...] = (
    *_DAYS,
    *(f"{which}_{unit}" for unit in ("week", *_MONTHS) for which in _SHIFT),
)


class UnknownPeriod(CodedError):
    """A name that is no period, or one that would leave the calendar (params: name)."""


def span(name: str, today: date, week_start: int = 0) -> tuple[date, date]:
    """The first day of the period and the day after its last, seen from `today`.

    `week_start` counts as date.weekday() does: 0 Monday, 6 Sunday. The last N days include today, the next N
    days begin tomorrow. The last or next N months are whole calendar months; the current one belongs to
    neither. Raises UnknownPeriod.
    """
    try:
        return _span(name, today, week_start)
    except OverflowError as error:
        raise UnknownPeriod("period", name=name) from error


def _span(name: str, today: date, week_start: int) -> tuple[date, date]:
    if name in _DAYS:
        start = today + _DAYS[name] * _DAY
        return start, start + _DAY
    which, _, unit = name.partition("_")
    if which in _SHIFT and unit == "week":
        return _week(today, _SHIFT[which], week_start)
    if which in _SHIFT and unit in _MONTHS:
        return _calendar(today, _SHIFT[which], _MONTHS[unit])
    counted = _COUNTED.fullmatch(name)
    if counted is None or int(counted[2]) > _MOST:
        raise UnknownPeriod("period", name=name)
    return _COUNTS[counted[1], counted[3]](today, int(counted[2]))


def _week(today: date, shift: int, week_start: int) -> tuple[date, date]:
    start = today - (today.weekday() - week_start) % 7 * _DAY + shift * 7 * _DAY
    return start, start + 7 * _DAY


def _calendar(today: date, shift: int, months: int) -> tuple[date, date]:
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    start = first_of_month(first, shift * months)
    return start, first_of_month(start, months)


def first_of_month(day: date, months: int) -> date:
    """The first day of the month that lies `months` after (negative: before) the month of `day`.

    Raises OverflowError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("outside the calendar")
    return date(year, month + 1, 1)


def add_months(day: date, months: int) -> date:
    """The same day `months` later or earlier; the last day of a shorter month stands in for a missing one."""
    first = first_of_month(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


_COUNTS: dict[tuple[str, str], Callable[[date, int], tuple[date, date]]] = {
    ("last", "days"): lambda today, n: (today - (n - 1) * _DAY, today + _DAY),
    ("next", "days"): lambda today, n: (today + _DAY, today + (n + 1) * _DAY),
    ("last", "months"): lambda today, n: (first_of_month(today, -n), first_of_month(today, 0)),
    ("next", "months"): lambda today, n: (first_of_month(today, 1), first_of_month(today, n + 1)),
}
