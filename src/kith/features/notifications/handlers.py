"""What the house tells by itself: a record became mine, somebody mentioned me."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.events import Event, on
from kith.engine.journal import Batch
from kith.engine.titles import title_of
from kith.features.notifications.models import Notification
from kith.features.notifications.reading import ASSIGNED, MENTIONED
from kith.features.notifications.telling import tell, visible

QUIET = ("import", "portal")
"""Channels whose assignments are part of a larger work that its person knows of."""


def assigned(event: Event) -> bool:
    """Whether somebody else made a daily record mine."""
    owner = event.changes.get("owner", (None, None))[1]
    if owner is None or owner == event.actor_id or event.actor_id is None or event.channel in QUIET:
        return False
    return daily(event.entity) and not event.name.endswith((".purged", ".deleted"))


def daily(entity: str) -> bool:
    """Whether an entity is one that people work with, and no part of another."""
    found = registry.entity(entity)
    return found is not None and found.group in ("work", "lists") and found.rule is None


@on("*", when=assigned)
def on_assigned(event: Event) -> None:
    """Tell the new owner; the records of one batch become one notification that counts. A batch that was taken back
    was no news: who has not read of it yet is spared it."""
    taken_back = Batch.objects.filter(undone_by=event.batch_id).values_list("pk", flat=True)
    if event.batch_id is not None and taken_back:
        keys = [f"{ASSIGNED}:{event.entity}:{number}" for number in taken_back]
        with writing():
            Notification.objects.filter(key__in=keys, read_at__isnull=True).delete()
        return
    owner = event.changes["owner"][1]
    key = f"{ASSIGNED}:{event.entity}:{event.batch_id or event.pk}"
    if tell(
        [owner], ASSIGNED, title=_assignment(event), entity=event.entity, record_id=event.record_id, key=key
    ):
        return
    with writing():
        others = Notification.objects.filter(user_id=owner, key=key).exclude(record_id=event.record_id)
        others.update(count=F("count") + 1)


def _assignment(event: Event) -> Callable[[Actor], str]:
    def title(reader: Actor) -> str:
        spec = registry.spec(event.entity)
        record = spec.model.live().filter(pk=event.record_id).first()
        name = title_of(spec, record, reader) if record is not None else f"{spec.label} {event.record_id}"
        return _("%(who)s made “%(name)s” yours") % {"who": who(event), "name": name}

    return title


def who(event: Event) -> str:
    """The name of who did it."""
    person = directory().people.get(event.actor_id or 0)
    return person.name if person else "Kith"


def newly_mentioned(event: Event) -> list[int]:
    """The people whom a change mentions and did not mention before, without who made it."""
    old, new = event.changes.get("mentions", (None, None))
    if not isinstance(new, list):
        return []
    return [number for number in new if number not in (old or ()) and number != event.actor_id]


@on("*", when=lambda event: bool(newly_mentioned(event)))
def on_mentioned(event: Event) -> None:
    """Tell colleagues whom a comment, or any record with `mentions`, names; it leads to what the record is about."""
    spec = registry.known(event.entity)
    record = spec.model.live().filter(pk=event.record_id).first() if spec is not None else None
    if spec is None or record is None:
        return
    entity, number = _place(spec, record)

    def title(reader: Actor) -> str:
        target = registry.spec(entity)
        found = target.model.live().filter(pk=number).first()
        name = title_of(target, found, reader) if found is not None else f"{target.label} {number}"
        return _("%(who)s mentioned you: %(name)s") % {"who": who(event), "name": name}

    def body(reader: Actor) -> str:
        text = spec.fields.get("text")
        may = text is not None and text.key in spec.readable(reader) and visible(spec.key, record.pk, reader)
        return str(spec.value(record, text)) if may and text is not None else ""

    key = f"{MENTIONED}:{event.entity}:{event.record_id}"
    tell(newly_mentioned(event), MENTIONED, title=title, body=body, entity=entity, record_id=number, key=key)


def _place(spec: Any, record: Any) -> tuple[str, int]:
    """The record that another is about, or itself."""
    about = spec.fields.get("about")
    place = spec.value(record, about) if about is not None and about.type.key == "anyreference" else None
    return place or (spec.key, record.pk)
