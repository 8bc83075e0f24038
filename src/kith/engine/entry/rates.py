"""How much one caller may ask in a minute: counted in the memory of each process, in a microsecond.

A counter is a bucket that leaks: a whole minute's worth may come at once, then as much as leaks out. Several processes
count each for itself, so together they let through as many times the limit as there are processes; what guesses
passwords is counted in the database besides (kith.engine.entry.holding), where all of them agree.
"""

from __future__ import annotations

from collections import OrderedDict
from math import ceil

from django.utils.translation import ngettext

from kith.engine.errors import TooMany
from kith.kernel import clock

MOST = 20_000

_buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()


def spend(key: str, per_minute: int) -> int:
    """Count one request of a caller; 0 when it may pass, else the seconds to wait. A limit of 0 lets all pass."""
    if per_minute <= 0:
        return 0
    now = clock.now().timestamp()
    level, at = _buckets.pop(key, (0.0, now))
    # A clock that was put back lets nothing leak, and fills nothing.
    level = max(0.0, level - max(0.0, now - at) * per_minute / 60) + 1
    wait = 0 if level <= per_minute else ceil((level - per_minute) * 60 / per_minute)
    _buckets[key] = (level - 1 if wait else level, now)
    if len(_buckets) > MOST:
        _forget()
    return wait


def _forget() -> None:
    """Make room by dropping who was not heard of for longest. Another thread may be doing the same."""
    for _time in range(MOST // 4):
        try:
            _buckets.popitem(last=False)
        except KeyError:
            return


def too_many(wait: int) -> TooMany:
    """The refusal, with the wait in words and for programs."""
    text = ngettext(
        "This was too much in a short time. Wait %(count)s second, then try again.",
        "This was too much in a short time. Wait %(count)s seconds, then try again.",
        wait,
    )
    return TooMany(text % {"count": wait}, retry_after=wait)


def empty() -> None:
    """Forget all counters."""
    _buckets.clear()
