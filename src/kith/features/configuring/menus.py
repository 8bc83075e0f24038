"""The ways to the file and to the versions, among the settings of objects."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.web import slots
from kith.web.pieces import Link


def places(_actor: Actor) -> list[Link]:
    """What concerns all objects at once."""
    return [
        Link(_("Configuration file"), "/shape/file/", "file-settings"),
        Link(pgettext("configuration", "Versions"), "/shape/versions/", "history"),
    ]


slots.add("shape_places", places)
