"""The import's place in the menu of a list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.imports.plan import may_import
from kith.web.pieces import Link


def menu(spec: EntitySpec, actor: Actor, _state: Any) -> list[Link]:
    """The way to the import, for those who may."""
    return [Link(_("Import"), f"/{spec.plural}/import/", "upload")] if may_import(spec, actor) else []
