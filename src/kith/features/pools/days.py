"""How many days: one number for all, or one for each level of customers, such as "A 90, B 60, others 30"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kith.engine import worktime

LONGEST = 3660
PART = re.compile(r"^(?:(?P<level>.*?)[\s:=：]+)?(?P<days>\d{1,5})$", re.DOTALL)
OTHERS = ("others", "other", "*", "其他", "其它", "остальные", "прочие")


@dataclass(frozen=True)
class Limits:
    """Days by level; `rest` is for every other one, None when these are spared."""

    by: Mapping[str, int] = field(default_factory=dict)
    rest: int | None = None

    def of(self, level: str) -> int | None:
        """The days of a level, None when there is no limit."""
        return self.by.get(level, self.rest)

    @property
    def numbers(self) -> set[int]:
        """Every number that stands in it."""
        return {*self.by.values(), *(() if self.rest is None else (self.rest,))}


def read(text: str, levels: Collection[str] = ()) -> Limits | None:
    """What a text says, None when it is empty. Raises ValueError with what is wrong, for people."""
    by: dict[str, int] = {}
    rest: int | None = None
    parts = [part.strip() for part in re.split(r"[,;，；、]", text) if part.strip()]
    for part in parts:
        found = PART.match(part)
        if found is None or int(found["days"]) > LONGEST:
            raise ValueError(
                _("“%(part)s” is not understood. Write 30, or A 90, B 60, others 30.") % {"part": part}
            )
        level, days = (found["level"] or "").strip(), int(found["days"])
        if not level or level.casefold() in OTHERS:
            if rest is not None:
                raise ValueError(_("There are two numbers for all others."))
            rest = days
        elif level not in levels:
            raise ValueError(_("There is no level “%(level)s” here.") % {"level": level})
        else:
            by[level] = days
    return Limits(by, rest) if parts else None


FURTHEST = 20_000
"""Days that are walked through at most, where a company hardly ever works."""
DAY = dt.timedelta(days=1)


def cutoff(today: dt.date, days: int, *, working: bool = False) -> dt.date:
    """The first day that is not too long ago: what was touched before it is more than `days` whole days old."""
    if not working:
        return today - dt.timedelta(days=days)
    day, gone = today, 0
    for _step in range(FURTHEST):
        gone += worktime.company_works(day)
        if gone > days:
            break
        day -= DAY
    return day


def due(base: dt.date, days: int, *, working: bool = False) -> dt.date:
    """The first day on which more than `days` whole days have gone by since `base`."""
    if not working:
        return base + dt.timedelta(days=days + 1)
    day, gone = base, 0
    for _step in range(FURTHEST):
        day += DAY
        gone += worktime.company_works(day)
        if gone > days:
            break
    return day
