"""What is pinned, as stories ask for it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import plugs, records
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.prepared import Prepared
from kith.engine.spec import EntitySpec
from kith.features.pins.models import Pin
from kith.web import slots

MOST = 20


@lru_cache(maxsize=1)
def _pins() -> Prepared:
    rows = Pin.live().order_by("-pk")
    return Prepared(lambda entity, number: rows.filter(about_entity=entity, about=number)[:MOST], str, int)


def pinned(spec: EntitySpec, record: Any) -> list[tuple[str, int]]:
    """The entries at the top of a record's story; whoever asks has found the record through reach."""
    if spec.entity.rule is not None:
        return []
    return [(pin.entry_entity, pin.entry) for pin in _pins()(spec.key, record.pk)]


def pins_at(spec: EntitySpec, record: Any, actor: Actor) -> str | None:
    """Where an actor pins entries of a record's story, if he may."""
    may = spec.entity.rule is None and record.deleted_at is None
    if not may or actor.access.reach("pin", "create") is Reach.NONE:
        return None
    return f"/{spec.plural}/{record.pk}/pins/"


def turn(place: tuple[str, int], entry: tuple[str, int], actor: Actor) -> bool:
    """Pin an entry, or take it from the top; whether it is pinned now. Raises Forbidden, Invalid."""
    if entry[0] not in plugs.entry_sources:
        raise Invalid({"entry": [_("This is no entry of a story.")]})
    known = Pin.live().filter(about_entity=place[0], about=place[1])
    pin = known.filter(entry_entity=entry[0], entry=entry[1]).first()
    if pin is not None:
        records.delete(pin, by=actor)
        return False
    records.create(Pin, by=actor, about=place, entry=entry)
    return True


slots.add("pinned", pinned)
slots.add("pins", pins_at)
