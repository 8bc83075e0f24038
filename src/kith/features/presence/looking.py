"""Telling that one looks at a record, and asking who else does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kith.engine import beside
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.spec import EntitySpec
from kith.features.presence.models import Presence
from kith.kernel import clock
from kith.web import slots

LASTS = dt.timedelta(minutes=1)
MOST = 20
beside.stays[Presence] = "who looks at a page now is forgotten within minutes"


def look(spec: EntitySpec, record: Any, actor: Actor) -> list[str]:
    """Note that an actor looks at a record that he sees; the names of the others who do now."""
    now = clock.now()
    with writing():
        Presence.objects.bulk_create(
            [Presence(entity=spec.key, record_id=record.pk, user_id=actor.user_id or 0, at=now)],
            update_conflicts=True,
            unique_fields=("entity", "record_id", "user_id"),
            update_fields=("at",),
        )
    rows = Presence.objects.filter(entity=spec.key, record_id=record.pk, at__gt=now - LASTS)
    people = directory().people
    ids = rows.exclude(user_id=actor.user_id or 0).order_by("pk").values_list("user_id", flat=True)[:MOST]
    return [people[number].name for number in ids if number in people and people[number].active]


def forget() -> None:
    """Remove what lasts no longer."""
    with writing():
        Presence.objects.filter(at__lt=clock.now() - LASTS).delete()


def address(spec: EntitySpec, record: Any) -> str | None:
    """Where the page of a record tells that it is seen."""
    return f"/{spec.plural}/{record.pk}/present/" if record.deleted_at is None else None


slots.add("presence", address)
