"""The way to a person's privacy page, in the menu of the record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.privacy.finding import may
from kith.web import slots
from kith.web.pieces import Link


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """For those who may answer for the person."""
    if spec.entity.person is None or not may(spec, record, actor):
        return []
    return [
        Link(_("Data about this person"), f"/{spec.plural}/{record.pk}/privacy/", "fingerprint", page=True)
    ]


slots.add("record_menu", menu)
