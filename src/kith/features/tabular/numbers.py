"""What the number in a spreadsheet cell means: a whole number, a fraction, a day, a time, a duration."""

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Literal

from kith.features.tabular.cells import Cell, CellError

Meaning = Literal["number", "date", "time", "duration"]

_BUILT_IN: dict[int, Meaning] = {
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), "time"),
    46: "duration",
}
"""Number formats without a definition in the file, the Chinese and Japanese ones included (ECMA-376, 18.8.30)."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_EXACT = 10**15


def meaning_of_format(number: int, code: str | None) -> Meaning:
    """Return what cells of a number format hold."""
    if code is None:
        return _BUILT_IN.get(number, "number")
    plain = _LITERAL.sub("", code.split(";", 1)[0]).lower()
    if plain == "general" or "general" in plain:
        return "number"
    if re.search(r"\[[hms]+\]", plain):
        return "duration"
    if re.search("[yd年月日]", plain) or re.search("mmm", plain):
        return "date"
    if re.search("[hs]", plain):
        return "time"
    return "date" if "m" in plain else "number"


def value(text: str, meaning: Meaning, *, from_1904: bool = False) -> Cell:
    """Return the value of a cell that holds a number; text that is none becomes a CellError."""
    try:
        number = float(text)
    except ValueError:
        return CellError(text[:100])
    if not math.isfinite(number):
        return CellError(text[:100])
    if meaning == "number":
        return plain(number)
    return _moment(number, meaning, from_1904=from_1904)


def plain(number: float) -> int | float:
    """Return whole numbers as int where the spreadsheet held them exactly."""
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _moment(serial: float, meaning: Meaning, *, from_1904: bool) -> Cell:
    milliseconds = round(serial * 86_400_000) if abs(serial) < 1e9 else None
    if milliseconds is None or (serial < 0 and meaning != "duration"):
        return plain(serial)
    span = timedelta(milliseconds=milliseconds)
    if meaning == "duration":
        return span
    if span < timedelta(days=1) and not from_1904 and (meaning == "time" or serial > 0):
        return (datetime(1, 1, 1) + span).time()  # noqa: DTZ001 (only the time counts)
    return _day(span, from_1904=from_1904) or plain(serial)


def _day(span: timedelta, *, from_1904: bool) -> date | datetime | None:
    if from_1904:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 (spreadsheets know no time zones)
    elif span.days >= 60:
        start = datetime(1899, 12, 30)  # noqa: DTZ001
    else:
        start = datetime(1899, 12, 31)  # noqa: DTZ001 (spreadsheets count a 29 February 1900)
    try:
        moment = start + span
    except OverflowError:
        return None
    return moment.date() if moment.time() == time.min else moment


def iso(text: str) -> Cell:
    """Return a day or moment written as ISO 8601, without its time zone, as spreadsheets do."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text or None
    moment = moment.replace(tzinfo=None)
    return moment.date() if len(text.strip()) <= 10 else moment
