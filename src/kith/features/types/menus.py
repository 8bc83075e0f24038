"""Where types show themselves: a tab of shaping, and a way to change the type in the menu of a record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry, variants
from kith.engine.actor import Actor
from kith.engine.scope import Scope
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.features.types.reading import every
from kith.web import forms, slots
from kith.web.pieces import Link


def tab(spec: EntitySpec, actor: Actor) -> list[Link]:
    """The types of an object."""
    count = len(every().get(spec.key, {}))
    here = f"/shape/{spec.plural}/types/"
    return [Link(pgettext("shaping", "Types"), here, key="types", count=str(count) if count else "")]


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """Another type for a record, where there is one that this person may give it."""
    spec = registry.spec(spec.key)
    if not spec.variants or RECORD_TYPE not in forms.writable(spec, actor, record):
        return []
    others = [one for one in variants.possible(spec, actor) if one.key != record.custom.get(RECORD_TYPE)]
    if not others or record.deleted_at or not Scope(spec.key, actor.access, "update").covers(record):
        return []
    return [Link(_("Change type"), f"/{spec.plural}/{record.pk}/type/", "stack-2")]


slots.add("shape_tabs", tab)
slots.add("record_menu", menu)
