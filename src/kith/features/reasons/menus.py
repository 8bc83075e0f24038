"""The question in the menu of a record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.sharing import may_share
from kith.engine.spec import EntitySpec
from kith.web import slots
from kith.web.pieces import Link


def may_ask(spec: EntitySpec, record: Any, actor: Actor) -> bool:
    """Administrators, and those who may share the record, may know who sees it and why."""
    return actor.access.opens_everything or may_share(spec, record, actor)


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """Why can somebody see this?"""
    if not may_ask(spec, record, actor):
        return []
    return [Link(_("Who can see this, and why?"), f"/{spec.plural}/{record.pk}/why/", "help", page=True)]


slots.add("record_menu", menu)
