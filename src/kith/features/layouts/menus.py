"""Where arranging shows itself: a tab of shaping, the menu of records, and the list of objects."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.layouts.arranging import may_arrange
from kith.web import slots
from kith.web.pieces import Link
from kith.web.views.subjects import may_shape

HOMES = "/shape/home/"


def may_arrange_homes(actor: Actor) -> bool:
    """Whether an actor arranges home pages."""
    return actor.access.reach("home-page", "create") is Reach.ALL


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """The way to arranging, in the menu of a record."""
    if not may_arrange(actor) or not may_shape(actor) or spec.entity.group == "settings":
        return []
    query = f"?type={spec.type_key}" if spec.type_key else ""
    return [Link(_("Arrange this page"), f"/shape/{spec.plural}/layout/{query}", "layout", page=True)]


def tab(spec: EntitySpec, actor: Actor) -> list[Link]:
    """The tab of shaping where pages are arranged."""
    if not may_arrange(actor):
        return []
    return [Link(pgettext("page", "Layout"), f"/shape/{spec.plural}/layout/", key="layout")]


def place(actor: Actor) -> list[Link]:
    """The way to home pages from the list of objects."""
    return [Link(_("Home pages"), HOMES, "home")] if may_arrange_homes(actor) else []


slots.add("record_menu", menu)
slots.add("shape_tabs", tab)
slots.add("shape_places", place)
