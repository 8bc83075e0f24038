"""Declaration of menus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kith.engine import uses
from kith.engine.entity import Entity, Section
from kith.engine.registry import register
from kith.features.menus.checking import check, name
from kith.features.menus.models import Menu


@register
class MenuEntity(Entity):
    """What stands in the menu, by role; arranged under Settings, Objects."""

    model, key, plural, icon, group = Menu, "menu", "menus", "menu-2", "settings"
    elsewhere = True
    label, label_plural, title = _("Menu"), _("Menus"), "name"
    columns = ("name", "updated_at", "updated_by")
    layout = (Section.of(_("Menu"), "name", "role", "entries"),)
    filters = ("role",)
    known_by: ClassVar[tuple[str, ...]] = ("name",)
    inside: ClassVar[dict[str, dict[str, str]]] = {"entries": {"view": "saved-view"}}
    derive, checks, open, bumps, features = (name,), (check,), ("read",), "config", ()


@uses.names("menu", harmless=True)
def named(menu: Menu) -> Iterator[uses.Subject]:
    """The objects that stand in a menu."""
    return (uses.Subject(entry["entity"]) for entry in menu.entries if "entity" in entry)
