"""Telling people: each in his own language, and nobody about a record that he may not see."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import override

from kith.engine import beside, persons, plugs, records, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.identity.models import User
from kith.engine.spec import EntitySpec
from kith.features.notifications.models import Notification
from kith.kernel import clock

TITLE, BODY = 300, 2_000

beside.tables.append(beside.Table(Notification))


def tell(
    user_ids: Iterable[int], event: str, *, title: Any, entity: str = "", record_id: int | None = None,
    body: Any = "", href: str = "", key: str = "",
) -> int:  # fmt: skip
    """Write notifications; with a `key` that was told before nothing. Returns how many were written."""
    people = User.live().filter(pk__in=set(user_ids), is_active=True)
    now = clock.now()
    rows = []
    for user in people:
        actor = Actor.of(user, "job")
        if entity and not visible(entity, record_id, actor):
            continue
        with override(actor.language):
            rows.append(
                Notification(
                    user_id=user.pk, event=event[:120], key=(key or uuid.uuid4().hex)[:120], entity=entity,
                    record_id=record_id, title=_text(title, actor)[:TITLE], body=_text(body, actor)[:BODY],
                    href=href[:300], at=now,
                )
            )  # fmt: skip
    with writing():
        known = set(
            Notification.objects.filter(key=key, user_id__in=[row.user_id for row in rows]).values_list(
                "user_id", flat=True
            )
            if key
            else ()
        )
        fresh = [row for row in rows if row.user_id not in known]
        Notification.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _text(said: Any, actor: Actor) -> str:
    """A text, a translatable text, or what a function gives for this reader."""
    return str(said(actor) if callable(said) else said)


def visible(entity: str, record_id: int | None, actor: Actor) -> bool:
    """Whether an actor sees a record."""
    return record_id is not None and record_id in seen(entity, [record_id], actor)


def seen(entity: str, ids: Iterable[int], actor: Actor) -> set[int]:
    """Those of `ids` that an actor sees."""
    try:
        spec = registry.spec(entity)
    except registry.UnknownEntity:
        return set()
    return set(records.visible(spec.model, to=actor).filter(pk__in=set(ids)).values_list("pk", flat=True))


def told_about(spec: EntitySpec, ids: Sequence[int]) -> list[dict[str, Any]]:
    """What people were told about records."""
    rows = Notification.objects.filter(entity=spec.key, record_id__in=ids).order_by("pk")
    return [dict(row) for row in rows.values("at", "event", "title", "body")]


def forget(erased: persons.Erased) -> dict[str, int]:
    """Remove what people were told about erased records, or with their words."""
    found = Q(entity=erased.spec.key, record_id__in=erased.ids)
    for word in erased.words:
        found |= Q(title__icontains=word) | Q(body__icontains=word)
    return {"notifications": Notification.objects.filter(found).delete()[0]}


plugs.notifiers.append(tell)
persons.extracts["notifications"] = told_about
persons.erasers.append(forget)
