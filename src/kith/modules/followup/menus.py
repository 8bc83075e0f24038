"""The way to the manager's page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.engine import home
from kith.engine.actor import Actor
from kith.web import slots
from kith.web.pieces import Link


def commands(actor: Actor) -> list[Link]:
    """In the palette, for those who lead others."""
    return [Link(_("Follow-up by person"), "/follow-up/", "users")] if home.led(actor, "customer") else []


slots.add("commands", commands)
