"""The time table in code: `@every`, `@daily` and `@cron` declare when a task is due, in a named time zone.

A wall time runs once a day whatever the clocks do: one that a spring gap skips runs at its end, one that
an autumn hour repeats runs the first time only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from django.conf import settings

from kith.engine.jobs.task import JobTask

P = ParamSpec("P")
T = TypeVar("T")

CATCH_UP = timedelta(days=1)
"""How far back missed times are walked through; all of them together run once."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a task is due; without a zone of its own it follows the company's."""

    name: str
    cron: str
    zone: str | None
    task: JobTask[[], object]


class TimeTable:
    """The declared timings by task name."""

    def __init__(self) -> None:
        self._timings: dict[str, Timing] = {}
        self._company_zone: Callable[[], str] = lambda: settings.TIME_ZONE

    def declare(self, timing: Timing) -> None:
        """Add a timing. Raises ValueError for a task that has one, a bad expression or an unknown zone."""
        if timing.name in self._timings and self._timings[timing.name] != timing:
            raise ValueError(f"{timing.name} has a schedule already")
        next_after(timing.cron, timing.zone or "UTC", datetime(2000, 1, 1, tzinfo=UTC))
        self._timings[timing.name] = timing

    def use_zone(self, source: Callable[[], str]) -> None:
        """Say where the company's time zone (IANA name) comes from; asked again at every sync."""
        self._company_zone = source

    def zone_of(self, timing: Timing) -> str:
        """The zone that its wall times are meant in."""
        return timing.zone or self._company_zone()

    def timings(self) -> list[Timing]:
        """Everything declared."""
        return list(self._timings.values())

    def clear(self) -> None:
        """Forget everything declared: a process that works off jobs only."""
        self._timings.clear()

    def find(self, name: str) -> Timing | None:
        """The timing of one task."""
        return self._timings.get(name)


timetable = TimeTable()


def cron(expression: str, zone: str | None = None) -> Callable[[JobTask[P, T]], JobTask[P, T]]:
    """Run the task at the times of a cron expression (five fields, or six with seconds first)."""

    def declare(task: JobTask[P, T]) -> JobTask[P, T]:
        timetable.declare(Timing(task.module_path, expression, zone, task))  # type: ignore[arg-type]  # its parameters play no part
        return task

    return declare


def daily(at: str, zone: str | None = None) -> Callable[[JobTask[P, T]], JobTask[P, T]]:
    """Run the task once a day at a wall time `HH:MM`."""
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", at)
    if not match:
        raise ValueError(f"{at!r} is not a time of day like 03:00")
    return cron(f"{int(match[2])} {int(match[1])} * * *", zone)


def every(*, seconds: int = 0, minutes: int = 0, hours: int = 0) -> Callable[[JobTask[P, T]], JobTask[P, T]]:
    """Run the task in steps of one unit that divide the next larger one, counted from midnight UTC."""
    match (seconds, minutes, hours):
        case (step, 0, 0) if step > 0 and 60 % step == 0:
            return cron(f"*/{step} * * * * *", "UTC")
        case (0, step, 0) if step > 0 and 60 % step == 0:
            return cron(f"*/{step} * * * *", "UTC")
        case (0, 0, step) if step > 0 and 24 % step == 0:
            return cron(f"0 */{step} * * *", "UTC")
    raise ValueError("give one of seconds, minutes (dividing 60) or hours (dividing 24)")


def next_after(expression: str, zone: str, moment: datetime) -> datetime:
    """The first due time later than `moment`, in UTC.

    Raises ValueError for a bad expression or one that never comes, ZoneInfoNotFoundError (a KeyError).
    """
    try:
        times = CronSim(expression, moment.astimezone(ZoneInfo(zone)))
        # In the second pass of an autumn hour the first pass comes up again: it is over.
        return next(due for due in (time.astimezone(UTC) for time in times) if due > moment)
    except (CronSimError, StopIteration) as error:
        raise ValueError(f"{expression!r} is not a time that comes") from error


def following(expression: str, zone: str, due: datetime, now: datetime) -> datetime:
    """The due time to wait for after the one at `due`, with all missed ones up to `now` left out."""
    upcoming = next_after(expression, zone, max(due, now - CATCH_UP))
    while upcoming <= now:
        upcoming = next_after(expression, zone, upcoming)
    return upcoming
