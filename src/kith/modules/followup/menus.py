"""The way to the manager's page, and the clock in the head of a record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import home
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.modules.followup.clocks import pace
from kith.modules.followup.keeping import REMEMBERING
from kith.web import slots
from kith.web.pieces import Link, Sign


def commands(actor: Actor) -> list[Link]:
    """In the palette, for those who lead others."""
    return [Link(_("Follow-up by person"), "/follow-up/", "users")] if home.led(actor, "customer") else []


def list_menu(spec: EntitySpec, actor: Actor, _state: Any) -> list[Link]:
    """Beside the lists that it counts."""
    return commands(actor) if spec.key in REMEMBERING else []


def signs(spec: EntitySpec, record: Any, actor: Actor) -> list[Sign]:
    """Until when whoever got a record is to be in touch with it, while he was not."""
    if spec.key not in REMEMBERING or "respond_by" not in spec.shown(actor, record):
        return []
    tone = pace(record, clock.now())
    said = (
        _("Follow up until %(moment)s") % {"moment": actor.show.datetime(record.respond_by)} if tone else ""
    )
    return [Sign(said, tone)] if said else []


slots.add("commands", commands)
slots.add("list_menu", list_menu)
slots.add("signs", signs)
