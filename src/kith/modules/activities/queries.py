"""Named reads of activities."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.record import LIVE
from kith.kernel import clock
from kith.modules.activities.models import Activity, ActivityKind

APPOINTMENTS = (ActivityKind.MEETING, ActivityKind.VISIT)


def tomorrow_of(actor: Actor) -> dt.datetime:
    """The moment at which the actor's day ends."""
    zone = ZoneInfo(actor.time_zone)
    following = clock.today(actor.time_zone) + dt.timedelta(days=1)
    return dt.datetime.combine(following, dt.time(), zone).astimezone(dt.UTC)


def due_tasks(*, to: Actor) -> QuerySet[Any]:
    """The actor's own open tasks and calls that are due today or overdue, the oldest first."""
    own = Activity.objects.filter(LIVE, owner_id=to.user_id, done=False, at__lt=tomorrow_of(to))
    return own.exclude(kind__in=(*APPOINTMENTS, ActivityKind.NOTE)).order_by("at", "pk")


def appointments_of_today(*, to: Actor) -> QuerySet[Any]:
    """Today's meetings and visits that the actor owns or takes part in, in their order."""
    until = tomorrow_of(to)
    mine = {
        "any": [
            {"field": "owner", "op": "is", "value": "me"},
            {"field": "users", "op": "contains", "value": "me"},
        ]
    }
    found = records.visible(Activity, to=to).filter(
        kind__in=APPOINTMENTS, at__gte=until - dt.timedelta(days=1), at__lt=until
    )
    return found.filter(to_q(parse(mine, registry.spec("activity"), to.through("automation")), to)).order_by(
        "at", "pk"
    )


def reminders_between(after: dt.datetime, until: dt.datetime) -> QuerySet[Any]:
    """Open activities to be reminded of after one moment and not after another."""
    return Activity.objects.filter(LIVE, done=False, reminder_at__gt=after, reminder_at__lte=until).order_by(
        "reminder_at"
    )
