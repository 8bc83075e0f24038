"""Growing waits for whoever fails again and again, such that guessing is hopeless and nobody is locked out for long.

A try is counted before it is checked, so that a thousand tries at once are a thousand tries. It is counted
by account and network together (seconds to a quarter of an hour), by network (the same, after more tries), and by
account over all networks (a minute at most: a crowd of machines may slow a person down, never shut him out). A
browser that was signed in as this person before is counted by itself alone, whatever others do elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Any

from django.core import signing
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import ngettext

from kith.engine.connections import writing
from kith.engine.entry.addresses import address_of, parsed
from kith.engine.entry.models import Hold
from kith.engine.errors import TooMany
from kith.engine.identity.models import User
from kith.kernel import clock

FIRST = 5
LONGEST = 900
FORGIVEN_AFTER = dt.timedelta(hours=1)
DEVICE_COOKIE = "kith_device"
DEVICE_DAYS = 400
PEOPLE_OF_A_DEVICE = 8


@dataclass(frozen=True, slots=True)
class Limit:
    """A counter: so many tries are free, then waits begin and double up to `longest` seconds. What succeeds wipes it
    out if it is one's `own`: a network's counter stays, or who owns one account could go on guessing others."""

    key: str
    free: int = 5
    longest: int = LONGEST
    own: bool = True

    def wait(self, tries: int) -> int:
        """The seconds to wait after so many tries."""
        over = tries - self.free
        return 0 if over < 0 else min(self.longest, FIRST * 2 ** min(over, 20))


def take(limits: Sequence[Limit]) -> None:
    """Count a try on every counter. Raises TooMany, counting nothing, while one of them is held."""
    now = clock.now()
    keys = sorted(limit.key for limit in limits)
    with writing():
        Hold.objects.bulk_create([Hold(key=key, at=now) for key in keys], ignore_conflicts=True)
        rows = {row.key: row for row in Hold.objects.select_for_update().filter(key__in=keys).order_by("key")}
        held = max((row.until for row in rows.values() if row.until), default=now)
        if held > now:
            raise too_many(held - now)
        for limit in limits:
            row = rows[limit.key]
            row.tries = 1 if row.at < now - FORGIVEN_AFTER else row.tries + 1
            row.at, row.until = now, now + dt.timedelta(seconds=limit.wait(row.tries))
        Hold.objects.bulk_update(rows.values(), ("tries", "at", "until"))


def forgive(limits: Sequence[Limit]) -> None:
    """What was tried succeeded: wipe out one's own counters and take this try off the others."""
    own = [limit.key for limit in limits if limit.own]
    with writing():
        Hold.objects.filter(key__in=own).delete()
        for limit in limits:
            if not limit.own:
                row = Hold.objects.select_for_update().get(key=limit.key)
                tries = max(row.tries - 1, 0)
                Hold.objects.filter(pk=row.pk).update(tries=tries, until=None)


def forget() -> None:
    """Remove counters that count no longer."""
    with writing():
        Hold.objects.filter(at__lt=clock.now() - 2 * FORGIVEN_AFTER).delete()


def too_many(wait: dt.timedelta) -> TooMany:
    """The refusal, with the wait in words and for programs."""
    seconds = int(wait.total_seconds()) + 1
    if seconds <= 90:
        text = ngettext(
            "Too many tries. Wait %(count)s second, then try again.",
            "Too many tries. Wait %(count)s seconds, then try again.",
            seconds,
        )
        return TooMany(text % {"count": seconds}, retry_after=seconds)
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many tries. Wait %(count)s minute, then try again.",
        "Too many tries. Wait %(count)s minutes, then try again.",
        minutes,
    )
    return TooMany(text % {"count": minutes}, retry_after=seconds)


def limits_of(request: Any, user: User | None, username: str) -> list[Limit]:
    """The counters of a try to be somebody; a name that nobody has is counted like one that somebody has."""
    who = f"user:{user.pk}" if user else f"name:{hidden(username.casefold())}"
    device = known_device(request, user)
    if device:
        return [Limit(f"device:{device}:{who}")]
    network = network_of(address_of(request))
    return [
        Limit(f"{who}:{network}"),
        Limit(f"network:{network}", free=30, own=False),
        Limit(who, free=20, longest=60, own=False),
    ]


def hidden(text: str) -> str:
    """A text that is not to be read in the table: people type passwords where names belong."""
    return salted_hmac("kith-hold", text, algorithm="sha256").hexdigest()[:32]


def network_of(address: str) -> str:
    """The network that counts as one caller: an address, with IPv6 the /64 that one household or machine is given."""
    found = parsed(address)
    if isinstance(found, IPv6Address):
        return f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found or "unknown")


def device_of(request: Any) -> tuple[str, list[int]]:
    """The browser by its signed cookie, and the people who signed in with it; a new one for a stranger."""
    try:
        kept = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_COOKIE, max_age=DEVICE_DAYS * 86_400
        )
        return str(kept["id"]), [int(number) for number in kept["people"]]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return get_random_string(22), []


def known_device(request: Any, user: User | None) -> str:
    """The browser's number if this person signed in with it before, else ""."""
    number, people = device_of(request)
    return number if user is not None and user.pk in people else ""


def remembered_device(request: Any, user: User) -> str:
    """The value of the cookie by which this browser is known again."""
    number, people = device_of(request)
    people = [user.pk, *(one for one in people if one != user.pk)][:PEOPLE_OF_A_DEVICE]
    return signing.dumps({"id": number, "people": people}, salt=DEVICE_COOKIE)
