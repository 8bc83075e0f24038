"""The one clock: aware UTC inside, a person's calendar day on request, and a way to stop time in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("kith_clock_frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)  # noqa: TID251 - the one place that may ask the machine


def today(tz: str) -> date:
    """The calendar day in the time zone `tz` (IANA name).

    Raises zoneinfo.ZoneInfoNotFoundError (a KeyError) for an unknown name and ValueError for a malformed one.
    """
    return now().astimezone(ZoneInfo(tz)).date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Stop the clock at `at` for the current context (thread or task); may be nested. Raises ValueError if
    naive.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    moment = at.astimezone(UTC)
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
