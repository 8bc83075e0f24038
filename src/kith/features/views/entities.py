"""Declaration of saved views."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from kith.engine import uses
from kith.engine.entity import Entity, Section
from kith.engine.registry import register
from kith.features.views.checking import check
from kith.features.views.models import SavedView
from kith.features.views.sharing import Shared


@register
class SavedViewEntity(Entity):
    """Views that people keep as tabs; everybody may keep his own."""

    model, key, plural, icon, group = SavedView, "saved-view", "saved-views", "table", "parts"
    label, label_plural = _("Saved view"), _("Saved views")
    columns = ("name", "entity", "kind", "shared", "owner", "position")
    layout = (
        Section.of(_("View"), "name", "entity", "kind", "default", "position"),
        Section.of(_("What it shows"), "columns", "where", "sort", "group"),
        Section.of(_("Who finds it"), "shared", "team", "unit", "owner"),
    )
    filters = ("entity", "kind", "shared", "owner")
    search = ("name",)
    features = ()
    open = ("create", "read", "update", "delete")
    rule = Shared()
    checks = (check,)
    bumps, conditions = "config", {"where": "entity"}
    configures: ClassVar[dict[str, Any]] = {"shared": ("everyone", "unit", "team")}
    known_by = ("entity", "name", "scene", "kind", "unit", "team")
    placed: ClassVar[dict[str, Any]] = {"unit": ("shared", "unit"), "team": ("shared", "team")}


@uses.names("saved-view")
def needed(view: SavedView) -> Iterator[uses.Subject]:
    """What a view cannot do without."""
    return uses.of_paths([view.group], view.entity)


@uses.names("saved-view", harmless=True)
def shown(view: SavedView) -> Iterator[uses.Subject]:
    """What a view shows for as long as it is there."""
    return uses.of_paths([*view.columns, *view.sort], view.entity)
