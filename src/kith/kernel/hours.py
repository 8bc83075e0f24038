"""Hours of a working week as people write them, and the working time between moments. No database."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from zoneinfo import ZoneInfo

Span = tuple[dt.time, dt.time]
DAYS = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:\s*[-–—~]\s*(\d{4}-\d{2}-\d{2}))?(?!\d)")
MORE = re.compile(r"\s*[-–—~]?\s*\d{4}-\d")
PART = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–—~]\s*(\d{1,2})[:.](\d{2})")
MIDNIGHT = dt.time(0)
DAY = dt.timedelta(days=1)
FURTHEST = 3_660
"""Days after which working time that does not come is no longer waited for."""


def read_day(text: str) -> tuple[Span, ...]:
    """The hours of a day, such as "9:00-12:30, 13:30-18:00"; until 24:00 is until midnight. Raises ValueError."""
    spans = tuple(_span(part.strip()) for part in re.split(r"[,;，、]", text) if part.strip())
    for (_start, end), (start, _end) in pairwise(spans):
        if end == MIDNIGHT or start < end:
            raise ValueError(text)
    return spans


def _span(text: str) -> Span:
    found = PART.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hour, minute, until, past = (int(part) for part in found.groups())
    end = MIDNIGHT if (until, past) == (24, 0) else dt.time(until, past)
    start = dt.time(hour, minute)
    if end != MIDNIGHT and end <= start:
        raise ValueError(text)
    return start, end


def read_dates(text: str) -> frozenset[dt.date]:
    """Days, one to a line as 2026-10-01 or from 2026-10-01 - 2026-10-07; words after them are left to people.

    Raises ValueError.
    """
    found: set[dt.date] = set()
    for line in text.splitlines():
        if not line.strip():
            continue
        days = DAYS.match(line)
        if days is None or MORE.match(line, days.end()):
            raise ValueError(line)
        first, last = dt.date.fromisoformat(days[1]), dt.date.fromisoformat(days[2] or days[1])
        if not dt.timedelta(0) <= last - first <= dt.timedelta(days=366):
            raise ValueError(line)
        found.update(first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return frozenset(found)


@dataclass(frozen=True)
class Week:
    """When is worked: the spans of seven days from Monday in a zone, days off, and days that count as a Monday."""

    zone: ZoneInfo
    days: tuple[tuple[Span, ...], ...]
    off: frozenset[dt.date] = frozenset()
    on: frozenset[dt.date] = frozenset()
    away: tuple[tuple[dt.datetime, dt.datetime], ...] = field(default=())

    def of(self, day: dt.date) -> tuple[Span, ...]:
        """The hours of a calendar day."""
        if day in self.on:
            return self.days[day.weekday()] or next((spans for spans in self.days if spans), ())
        return () if day in self.off else self.days[day.weekday()]

    def spans(self, start: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """The working time after a moment, in order, absences cut out."""
        first = start.astimezone(self.zone).date() - DAY
        for number in range(FURTHEST):
            day = first + number * DAY
            for begins, ends in self.of(day):
                until = day + DAY if ends == MIDNIGHT else day
                one = (self._moment(day, begins), self._moment(until, ends))
                for piece in self._present(*one):
                    if piece[1] > start:
                        yield max(piece[0], start), piece[1]

    def _moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)

    def _present(self, start: dt.datetime, end: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        for gone, back in sorted(self.away):
            if gone < end and back > start:
                if gone > start:
                    yield start, gone
                start = max(start, back)
        if start < end:
            yield start, end

    def works(self, moment: dt.datetime) -> bool:
        """Whether a moment is working time."""
        return next(self.spans(moment), (None,))[0] == moment

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """How much working time lies between two moments."""
        total = dt.timedelta(0)
        for begins, ends in self.spans(start):
            if begins >= end:
                break
            total += min(ends, end) - begins
        return total

    def after(self, start: dt.datetime, time: dt.timedelta) -> dt.datetime | None:
        """The moment at which so much working time has passed; None when it never does."""
        for begins, ends in self.spans(start):
            if time <= ends - begins:
                return begins + time
            time -= ends - begins
        return None


def week(days: Mapping[int, str], zone: str, off: str = "", on: str = "") -> Week:
    """A week of texts by weekday (0 is Monday). Raises ValueError, ZoneInfoNotFoundError."""
    spans = tuple(read_day(days.get(number, "")) for number in range(7))
    return Week(ZoneInfo(zone), spans, read_dates(off), read_dates(on))
