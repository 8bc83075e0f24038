"""Named reads of activities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.listing import Listing
from kith.engine.prepared import of_actor
from kith.engine.record import LIVE
from kith.kernel import clock
from kith.modules.activities.models import Activity, ActivityKind

APPOINTMENTS = (ActivityKind.MEETING, ActivityKind.VISIT)


def tomorrow_of(actor: Actor) -> dt.datetime:
    """The moment at which the actor's day ends."""
    zone = ZoneInfo(actor.time_zone)
    following = clock.today(actor.time_zone) + dt.timedelta(days=1)
    return dt.datetime.combine(following, dt.time(), zone).astimezone(dt.UTC)


# what is mine to do by the end of today, appointments only once their day is over; and what is overdue
OPEN = {"field": "done", "op": "is", "value": False}
DUE = (
    OPEN,
    {"field": "at", "op": "lt", "value": {"days": 1}},
    {
        "any": [
            {"field": "kind", "op": "in", "value": ["task", "call"]},
            {
                "all": [
                    {"field": "kind", "op": "in", "value": ["meeting", "visit"]},
                    {"field": "at", "op": "lt", "value": {"days": 0}},
                ]
            },
        ]
    },
)
OVERDUE = (OPEN, {"field": "at", "op": "lt", "value": {"days": 0}})
MOST = 20


def appointments_of_today(*, to: Actor) -> list[Activity]:
    """Today's meetings and visits that the actor owns or takes part in, in their order."""

    def rows(since: dt.datetime, until: dt.datetime) -> QuerySet[Any]:
        mine = {
            "any": [
                {"field": "owner", "op": "is", "value": "me"},
                {"field": "users", "op": "contains", "value": "me"},
            ]
        }
        found = records.visible(Activity, to=to).filter(kind__in=APPOINTMENTS, at__gte=since, at__lt=until)
        part = to_q(parse(mine, registry.spec("activity"), to.through("automation")), to)
        return found.filter(part).order_by("at", "pk")[:MOST]

    until = tomorrow_of(to)
    ask = of_actor(to, ("appointments",), rows, dt.datetime, dt.datetime)
    return ask(until - dt.timedelta(days=1), until)


@dataclass(frozen=True, slots=True)
class Face:
    """Whom an activity is with, as far as its reader may know: a customer's name and number."""

    name: str = ""
    phone: str = ""


def faces(customer_ids: set[int], *, to: Actor) -> dict[int, Face]:
    """Names and numbers of those customers that the actor sees."""
    spec = registry.spec("customer")
    shown = [name for name in ("name", "phone") if name in spec.readable(to)]
    if not customer_ids:
        return {}
    look = Listing(spec, to, fields=shown, extra=Q(pk__in=customer_ids), limit=len(customer_ids))
    return {
        row.id: Face(*(row.values.get(name) or "" for name in ("name", "phone"))) for row in look.page().rows
    }


def planned(entity: str, ids: Collection[int], *, to: Actor) -> set[int]:
    """Those of an entity's records about which an activity that the actor may see is still to be done."""
    found = records.visible(Activity, to=to).filter(about_entity=entity, about__in=ids, done=False)
    return set(found.values_list("about", flat=True))


def reminders_between(after: dt.datetime, until: dt.datetime) -> QuerySet[Any]:
    """Open activities to be reminded of after one moment and not after another."""
    return Activity.objects.filter(LIVE, done=False, reminder_at__gt=after, reminder_at__lte=until).order_by(
        "reminder_at"
    )
