"""What leads to the log: the settings, and the menu of every record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.log.asking import may
from kith.web import slots
from kith.web.pieces import Link

HERE = "/settings/log/"


def in_settings(actor: Actor) -> list[Link]:
    """The log among the subjects of the settings."""
    return [Link(_("Log"), HERE, "list-details", key="log")] if may(actor) else []


def of_record(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """What the log tells of one record."""
    if not may(actor):
        return []
    return [Link(_("Log"), f"{HERE}?entity={spec.key}&record={record.pk}", "list-details")]


slots.add("settings", in_settings)
slots.add("record_menu", of_record)
