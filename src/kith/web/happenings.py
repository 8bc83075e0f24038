"""What stands on a calendar: records with their times in the reader's zone, cut at midnight, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from kith.engine.actor import Actor
from kith.engine.entity import Calendar
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Row
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.web.cells import tone_class
from kith.web.look import Look
from kith.web.spans import Span

MOST = 800
BACK = dt.timedelta(days=31)
USUAL = dt.timedelta(minutes=30)
STEP = 5
MINUTES = 24 * 60
WHOLE_FROM = dt.timedelta(days=1)


@dataclass(slots=True)
class Happening:
    """One record on the calendar; `begin` and `until` are local, `whole` says that hours do not matter."""

    id: int
    version: int
    name: str
    href: str
    begin: dt.datetime
    until: dt.datetime
    whole: bool
    ended: bool = False
    time: str = ""
    kind: str = ""
    icon: str = ""
    about: str = ""
    tone: str = ""
    done: bool = False
    owner: int | None = None

    @property
    def days(self) -> Iterable[dt.date]:
        """Every day that it touches; what ends at midnight does not touch the next one."""
        last = max(self.until - dt.timedelta(microseconds=1), self.begin).date()
        return (
            self.begin.date() + dt.timedelta(days=number)
            for number in range((last - self.begin.date()).days + 1)
        )


@dataclass(slots=True)
class Entry:
    """A happening, or its part on one day: where it begins, how long it is, in which of how many lanes it stands."""

    of: Happening
    begin: int = 0
    length: int = 0
    lane: int = 0
    lanes: int = 1
    starts: bool = True
    ends: bool = True

    @property
    def hour(self) -> int:
        """The hour at which it begins."""
        return self.begin // 60

    @property
    def minute(self) -> int:
        """The minute of that hour."""
        return self.begin % 60

    @property
    def hours(self) -> int:
        """How many whole hours it takes."""
        return self.length // 60

    @property
    def minutes(self) -> int:
        """And how many minutes more."""
        return self.length % 60


@dataclass(slots=True)
class Cell:
    """One day, of everybody or of one person, with what stands on it."""

    day: str
    label: str
    owner: int | None = None
    name: str = ""
    number: int = 0
    href: str = ""
    today: bool = False
    outside: bool = False
    weekend: bool = False
    away: bool = False
    chosen: bool = False
    whole: list[Entry] = field(default_factory=list)
    timed: list[Entry] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of an entity's calendar that this person may read."""

    calendar: Calendar
    start: FieldSpec
    end: FieldSpec | None
    kind: FieldSpec | None
    about: FieldSpec | None
    done: FieldSpec | None
    toned: FieldSpec | None
    icons: Mapping[str, str]
    owned: bool

    @classmethod
    def of(cls, spec: EntitySpec, actor: Actor) -> Reading | None:
        """What can be read of the calendar; None when there is none for this person."""
        calendar, readable = spec.calendar, spec.readable(actor)
        if calendar is None or calendar.start not in readable:
            return None
        toned = (one for one in readable.values() if any(choice.tone for choice in one.choices))
        icons = {one.kind: one.icon for one in spec.entity.written}
        return cls(
            calendar, readable[calendar.start], readable.get(calendar.end), readable.get(calendar.kind),
            readable.get(calendar.about), readable.get(calendar.done), next(toned, None), icons, "owner" in readable,
        )  # fmt: skip

    @property
    def timed(self) -> bool:
        """Whether hours matter."""
        return self.start.type.key == "datetime"

    def fields(self, title: str) -> list[str]:
        """The fields to read."""
        parts = (self.start, self.end, self.kind, self.about, self.done, self.toned)
        found = [title, *(one.key for one in parts if one), *(["owner"] if self.owned else [])]
        return list(dict.fromkeys(found))

    def within(self, days: Span, zone: str) -> dict[str, Any]:
        """The condition for what touches these days; what began more than a month before is not looked for."""
        first: Any
        last: Any
        if self.timed:
            first, last = days.bounds(zone)
            last -= dt.timedelta(microseconds=1)
        else:
            first, last = days.first, days.last - dt.timedelta(days=1)
        if self.end is None:
            return _between(self.start, first, last)
        still = [
            {"field": one.key, "op": "gte", "value": first.isoformat()} for one in (self.start, self.end)
        ]
        return {"all": [_between(self.start, first - BACK, last), {"any": still}]}


def _between(one: FieldSpec, first: Any, last: Any) -> dict[str, Any]:
    return {"field": one.key, "op": "between", "value": [first.isoformat(), last.isoformat()]}


def found(look: Look, reading: Reading, days: Span, *more: Any) -> tuple[list[Happening], bool]:
    """What happens on these days in its order, and whether that is all of it."""
    spec, actor = look.spec, look.actor
    fields = [key for key in reading.fields(spec.title) if key in spec.readable(actor)]
    within = reading.within(days, actor.time_zone)
    page = look.listing(fields, within, *more, sort=(reading.start.key,), limit=MOST).page()
    names: Any = {}
    if reading.about and reading.about.target:
        ids = {row.values[reading.about.key] for row in page.rows} - {None}
        names = titles(reading.about.target, ids, actor)
    made = [_happening(look, reading, row, names) for row in page.rows]
    return made, page.next is None


def _happening(look: Look, reading: Reading, row: Row, names: Any) -> Happening:
    values, spec = row.values, look.spec
    begin, until, ended = _times(reading, values, look.actor.time_zone)
    whole = not reading.timed or until - begin >= WHOLE_FROM or (not ended and not begin.time() > dt.time())
    choice = reading.toned.choice(values[reading.toned.key]) if reading.toned else None
    made = Happening(
        row.id, row.version, str(values.get(spec.title) or f"{spec.label} {row.id}"), f"/{spec.plural}/{row.id}/",
        begin, until, whole, ended=ended, owner=values.get("owner"),
        tone=tone_class(choice.tone if choice else ""),
    )  # fmt: skip
    if not whole:
        made.time = f"{begin:%H:%M}–{until:%H:%M}" if ended and until > begin else f"{begin:%H:%M}"
    if reading.kind:
        kind = reading.kind.choice(values[reading.kind.key])
        made.kind, made.icon = (str(kind.label), reading.icons.get(kind.value, "")) if kind else ("", "")
    if reading.about:
        made.about = names.get(values[reading.about.key], "")
    made.done = bool(values[reading.done.key]) if reading.done else bool(choice and choice.tone == "good")
    return made


def _times(reading: Reading, values: Any, zone: str) -> tuple[dt.datetime, dt.datetime, bool]:
    """When it begins and ends by the reader's clock, and whether an end is said."""
    begin, end = values[reading.start.key], values.get(reading.end.key) if reading.end else None
    if not reading.timed:
        first = dt.datetime.combine(begin, dt.time())
        until = dt.datetime.combine(end or begin, dt.time()) + dt.timedelta(days=1)
        return first, until, end is not None
    place = ZoneInfo(zone)
    local = begin.astimezone(place).replace(tzinfo=None)
    if end is None:
        return local, local, False
    return local, max(end.astimezone(place).replace(tzinfo=None), local), True


def place(cells: dict[Any, Cell], happenings: Iterable[Happening], *, by_owner: bool, most: int) -> None:
    """Put happenings on the days, or on the days of their owners; at most `most` stand side by side."""
    for one in happenings:
        for number, day in enumerate(one.days):
            cell = cells.get((one.owner, day) if by_owner else day)
            if cell is None:
                continue
            if one.whole:
                cell.whole.append(Entry(one, starts=number == 0))
            else:
                cell.timed.append(_cut(one, day))
    for cell in cells.values():
        cell.timed, cell.more = side_by_side(cell.timed, most)


def _cut(one: Happening, day: dt.date) -> Entry:
    """The part of a happening on a day, in steps of five minutes, never too short to be read."""
    midnight = dt.datetime.combine(day, dt.time())
    begin = max(int((one.begin - midnight).total_seconds() // 60), 0) // STEP * STEP
    end = min(int((max(one.until, one.begin + USUAL) - midnight).total_seconds() // 60), MINUTES)
    begin = min(begin, MINUTES - int(USUAL.total_seconds() // 60))
    length = max(-(-(end - begin) // STEP) * STEP, int(USUAL.total_seconds() // 60))
    return Entry(
        one, begin, length, starts=one.begin >= midnight, ends=one.until <= midnight + dt.timedelta(days=1)
    )


def side_by_side(entries: list[Entry], most: int) -> tuple[list[Entry], int]:
    """Give what overlaps a lane of its own; what finds none is left out and counted."""
    shown: list[Entry] = []
    group: list[Entry] = []
    ends: list[int] = []
    left_out = 0
    for entry in sorted(entries, key=lambda one: (one.begin, -one.length)):
        if group and entry.begin >= max(ends):
            group, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= entry.begin), len(ends))
        if lane >= most:
            left_out += 1
            continue
        ends[lane : lane + 1] = [entry.begin + entry.length]
        entry.lane = lane
        group.append(entry)
        shown.append(entry)
        for other in group:
            other.lanes = len(ends)
    return shown, left_out
