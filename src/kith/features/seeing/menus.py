"""The way to looking as somebody, in the menu of a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.web import slots
from kith.web.pieces import Link


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """For administrators, on everybody but themselves."""
    if spec.key != "user" or not actor.access.opens_everything or record.pk == actor.user_id:
        return []
    return (
        [Link(_("See Kith as this person"), f"/users/{record.pk}/see-as/", "eye")] if record.is_active else []
    )


slots.add("record_menu", menu)
