"""Ways to the page of data quality."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.quality.entities import scored
from kith.web import slots
from kith.web.pieces import Link

HERE = "/quality/"


def of_list(spec: EntitySpec, actor: Actor, _state: Any) -> list[Link]:
    """From a list whose records have scores."""
    if not scored(spec) or actor.access.reach(spec.key, "read") is Reach.NONE:
        return []
    return [Link(_("Data quality"), f"{HERE}?entity={spec.key}", "gauge", page=True)]


def commands(actor: Actor) -> list[Link]:
    """By the palette, from anywhere."""
    return [Link(_("Data quality"), HERE, "gauge")]


slots.add("list_menu", of_list)
slots.add("commands", commands)
