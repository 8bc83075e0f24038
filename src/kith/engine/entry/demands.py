"""What roles demand of a session: how long it lasts, from which networks and at which hours. The strictest wins.

A role's `demands` look so, each part optional:
{"idle": 30, "absolute": 720, "networks": ["10.0.0.0/8"], "hours": {"days": [1, 2, 3, 4, 5], "from": "08:00",
"to": "18:00"}, "second_factor": true}. Times are minutes; days go from 1, Monday, to 7; hours are those of the person's
own time zone, and a time `from` that lies after `to` means over midnight.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kith.engine import epoch
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.entry.addresses import Network, caller, networks, parsed, within
from kith.engine.entry.policy import BOUNDS, policy
from kith.engine.errors import Invalid
from kith.engine.identity.models import Role
from kith.kernel import clock


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of some days. An evening that goes over midnight belongs to the day on which it began."""

    days: frozenset[int]
    start: dt.time
    end: dt.time

    def hold(self, now: dt.datetime) -> bool:
        """Whether this local moment lies in them."""
        at, day = now.time(), now.isoweekday()
        if self.start <= self.end:
            return day in self.days and self.start <= at < self.end
        return (day in self.days and at >= self.start) or ((day - 2) % 7 + 1 in self.days and at < self.end)


@dataclass(frozen=True, slots=True)
class Demands:
    """What all roles of a person demand together; every entry of `networks` and of `hours` must be met."""

    idle: int
    absolute: int
    networks: tuple[tuple[Network, ...], ...] = ()
    hours: tuple[Hours, ...] = ()

    def ended(self, begun: int, seen: int) -> bool:
        """Whether a session that began and was last seen then (seconds) is over."""
        now = clock.now().timestamp()
        return now - seen > self.idle * 60 or now - begun > self.absolute * 60

    def barred(self, address: str, zone: str) -> str:
        """ "network" or "hours" when somebody may not be in from there or now, else ""."""
        if self.networks:
            here = parsed(address)
            if not all(within(here, known) for known in self.networks):
                return "network"
        if self.hours:
            now = clock.now().astimezone(ZoneInfo(zone))
            if not all(one.hold(now) for one in self.hours):
                return "hours"
        return ""


TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

_cache: dict[tuple[int, int, int], Demands] = {}


def demands_of(user_id: int) -> Demands:
    """What is demanded of a person in this turn; from memory."""
    numbers = epoch.current()
    key = (numbers.access, numbers.config, user_id)
    found = _cache.get(key)
    if found is None:
        if len(_cache) > 5_000:
            _cache.clear()
        found = _cache[key] = together(role.demands for role in roles_of(user_id))
    return found


def together(said: Iterable[Mapping[str, Any]]) -> Demands:
    """The strictest of what several roles, and the company, demand."""
    every, own = list(said), policy()
    return Demands(
        idle=min([own.idle, *(int(one["idle"]) for one in every if "idle" in one)]),
        absolute=min([own.absolute, *(int(one["absolute"]) for one in every if "absolute" in one)]),
        networks=tuple(networks(tuple(one["networks"])) for one in every if one.get("networks")),
        hours=tuple(_hours(one["hours"]) for one in every if one.get("hours")),
    )


def _hours(said: Mapping[str, Any]) -> Hours:
    start, end = dt.time.fromisoformat(said["from"]), dt.time.fromisoformat(said["to"])
    return Hours(frozenset(said["days"]), start, end)


def _minutes(name: str) -> Callable[[Any], bool]:
    least, most = BOUNDS[name]
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _are_networks(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        return False
    try:
        return bool(networks(tuple(value))) or not value
    except ValueError:
        return False


def _are_hours(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"days", "from", "to"}:
        return False
    days = value["days"]
    if not isinstance(days, list) or not days or not all(one in range(1, 8) for one in days):
        return False
    times = (value["from"], value["to"])
    return times[0] != times[1] and all(isinstance(one, str) and TIME.fullmatch(one) for one in times)


# Part of the demands -> whether a value of it can be understood.
PARTS: dict[str, Callable[[Any], bool]] = {
    "idle": _minutes("idle"),
    "absolute": _minutes("absolute"),
    "networks": _are_networks,
    "hours": _are_hours,
    "second_factor": lambda value: isinstance(value, bool),
}


def wrong_parts(said: Any) -> list[str]:
    """The parts of a role's demands that are unknown or cannot be understood."""
    return [name for name, value in said.items() if name not in PARTS or not PARTS[name](value)]


LOCKED_OUT = {
    "network": _("You are at %(address)s, which is in none of these networks: you would lock yourself out."),
    "hours": _("It is outside these hours now: you would lock yourself out."),
}


def check(role: Role, *, actor: Actor) -> None:
    """Demands can be understood, and do not keep out whoever makes them: somebody is always left who can take them
    back. Raises Invalid."""
    if not role.demands:
        return
    wrong = wrong_parts(role.demands)
    if wrong:
        text = _("These parts are unknown or cannot be understood: %(parts)s.")
        raise Invalid({"demands": [text % {"parts": ", ".join(sorted(wrong))}]})
    own, here = roles_of(actor.user_id or 0), caller()
    if here and any(one.pk == role.pk for one in own):
        said = [role.demands, *(one.demands for one in own if one.pk != role.pk)]
        barred = together(said).barred(here, actor.time_zone)
        if barred:
            raise Invalid({"demands": [LOCKED_OUT[barred] % {"address": here}]})


def roles_of(user_id: int) -> list[Role]:
    """The roles of a person, as of this turn."""
    known = directory()
    person = known.people.get(user_id)
    return [known.roles[number] for number in person.role_ids if number in known.roles] if person else []
