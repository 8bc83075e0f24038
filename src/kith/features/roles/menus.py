"""The ways to the editor and to the comparison, in the menu of a role."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.web import slots
from kith.web.pieces import Link


def menu(spec: EntitySpec, record: Any, _actor: Actor) -> list[Link]:
    """What can be looked at of a role."""
    if spec.key != "role":
        return []
    return [
        Link(_("Rights"), f"/roles/{record.pk}/rights/", "key", page=True, primary=True),
        Link(_("Compare with another role"), f"/roles/compare/?a={record.pk}", "git-compare", page=True),
    ]


slots.add("record_menu", menu)
