"""What somebody was told: only of records that he still sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.prepared import Prepared
from kith.features.notifications.models import Notification
from kith.features.notifications.telling import seen
from kith.kernel import clock

COUNTED = 100
ASSIGNED, MENTIONED = "assigned", "mentioned"


def mine(actor: Actor) -> Any:
    """All notifications of an actor."""
    return Notification.objects.filter(user_id=actor.user_id or 0)


def honest(rows: Sequence[Notification], actor: Actor) -> list[Notification]:
    """Those that are about no record, or about one that the actor sees now."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        if row.entity and row.record_id is not None:
            wanted.setdefault(row.entity, set()).add(row.record_id)
    known = {entity: seen(entity, ids, actor) for entity, ids in wanted.items()}
    return [row for row in rows if not row.entity or row.record_id in known.get(row.entity, ())]


def listed(
    actor: Actor, limit: int, *, before: int | None = None, unread: bool = False, event: str = ""
) -> list[Notification]:
    """The newest notifications below an id, at most `limit`, or those of one event; those that hide leave no gap."""
    narrowed = {"event": event} if event else {}
    found: list[Notification] = []
    while len(found) < limit:
        rows = mine(actor).filter(Q(pk__lt=before) if before else Q(), **narrowed).order_by("-pk")
        part = list((rows.filter(read_at__isnull=True) if unread else rows)[:limit])
        found += honest(part, actor)
        if len(part) < limit:
            break
        before = part[-1].pk
    return found[:limit]


def unread(actor: Actor) -> int:
    """How many wait, counted up to a hundred. Costs one small query while there are none."""
    waiting = _waiting(actor.user_id or 0)
    return len(honest(waiting, actor)) if waiting else 0


_waiting = Prepared(
    lambda user_id: Notification.objects.filter(user_id=user_id, read_at__isnull=True).order_by("-pk")[
        :COUNTED
    ],
    int,
)


def mark_read(actor: Actor, ids: Iterable[int] | None = None) -> int:
    """Mark some of one's notifications, or all, as read. How many were not before."""
    rows = mine(actor).filter(read_at__isnull=True)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    with writing():
        return int(rows.update(read_at=clock.now()))


def address(row: Notification) -> str:
    """The page that a notification leads to."""
    if row.href or not row.entity or row.record_id is None:
        return row.href or "/notifications/"
    try:
        return f"/{registry.spec(row.entity).plural}/{row.record_id}/"
    except registry.UnknownEntity:
        return "/notifications/"
