"""The import's place in the menu of a list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.imports.plan import may_import
from kith.web.pieces import Link


def menu(spec: EntitySpec, actor: Actor, _state: Any) -> list[Link]:
    """The way to the import, for those who may."""
    way = Link(_("Import"), f"/{spec.plural}/import/", "upload", key="import")
    return [way] if may_import(spec, actor) else []


def commands(actor: Actor) -> list[Link]:
    """Every import that this person may begin, and those that ran."""
    found = [
        Link(_("Import: %(things)s") % {"things": spec.label_plural}, f"/{spec.plural}/import/", "upload")
        for spec in registry.specs()
        if spec.entity.group in ("work", "lists") and may_import(spec, actor)
    ]
    return [*found, Link(_("Imports"), "/imports/", "file-import")] if found else []
