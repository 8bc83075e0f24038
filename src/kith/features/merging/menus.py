"""The ways to merging: from a record, and from rows chosen in a list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.merging import merging
from kith.web import slots
from kith.web.pieces import Link

ICON = "arrow-merge"


def of_record(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """Merging this record with others."""
    if not merging.may_with(spec, record, actor):
        return []
    return [Link(_("Merge with…"), f"/merge/{spec.key}/?records={record.pk}", ICON, page=True)]


def above_rows(spec: EntitySpec, actor: Actor) -> list[Link]:
    """Merging the chosen rows."""
    return [Link(_("Merge"), f"/merge/{spec.key}/chosen/", ICON)] if merging.may(spec, actor) else []


slots.add("record_menu", of_record)
slots.add("bulk", above_rows)
