"""Saved views as the shells show them: each reader gets what he may read of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import epoch, plugs, records
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.errors import Refused
from kith.engine.listing import Listing
from kith.engine.plugs import SavedLook
from kith.engine.spec import EntitySpec
from kith.engine.summary import group_of
from kith.features.views.models import SavedView
from kith.web import slots
from kith.web.addressing import State
from kith.web.pieces import Link

MOST = 100
PRESETS: dict[str, dict[str, Any]] = {
    "mine": {"field": "owner", "op": "is", "value": "me"},
    "team": {"field": "team", "op": "in", "value": ["my_team"]},
    "unit": {"field": "unit", "op": "is", "value": "my_unit"},
}
"""What the tabs that every list has stand for."""


_kept: dict[tuple[Any, ...], list[SavedLook]] = {}


def views_for(spec: EntitySpec, actor: Actor) -> list[SavedLook]:
    """The views of an entity that an actor finds, in their order; kept until a view, a right or a setting changes."""
    key = (*epoch.current(), actor.user_id, actor.access.scopes, spec.key)
    if key not in _kept:
        if len(_kept) > 5_000:
            _kept.clear()
        _kept[key] = _read(spec, actor)
    return _kept[key]


def _read(spec: EntitySpec, actor: Actor) -> list[SavedLook]:
    """The same from the database.

    Columns and sorts that this reader may not know are left out of a view; a view whose condition or grouping needs
    them is left out as a whole, since it would show other records than its name says.
    """
    rows = records.visible(SavedView, to=actor).filter(entity=spec.key).order_by("position", "name", "pk")
    looks = (_look(row, spec, actor) for row in rows[:MOST])
    return [look for look in looks if look is not None]


def _look(view: SavedView, spec: EntitySpec, actor: Actor) -> SavedLook | None:
    try:
        if view.where:
            parse(view.where, spec, actor)
        if view.group:
            group_of(spec, actor, view.group)
    except Refused:
        return None
    readable = spec.readable(actor)
    return SavedLook(
        id=view.pk,
        name=view.name,
        kind=view.kind,
        columns=tuple(name for name in view.columns if name in readable),
        where=view.where,
        sort=tuple(term for term in view.sort if _sortable(term, spec, actor)),
        group=view.group,
        default=view.default,
        mine=view.owner_id == actor.user_id,
    )


def _sortable(term: str, spec: EntitySpec, actor: Actor) -> bool:
    try:
        return bool(Listing(spec, actor, sort=(term,)).terms)
    except Refused:
        return False


def save_view(spec: EntitySpec, actor: Actor, label: str, state: State) -> int:
    """Keep the state of a list, with the view that it stands on, as a private view. Raises Invalid."""
    base = next((look for look in views_for(spec, actor) if str(look.id) == state.view), None)
    beneath = base.where if base else PRESETS.get(state.view)
    parts = [*([beneath] if beneath else []), *state.where]
    made: Any = records.create(
        SavedView,
        by=actor,
        name=label,
        entity=spec.key,
        columns=list(state.columns or (base.columns if base else ())),
        sort=list(state.sort or (base.sort if base else ())),
        group=state.group or (base.group if base else ""),
        where={"all": parts} if parts else {},
    )
    return int(made.pk)


def settings_link(_actor: Actor) -> list[Link]:
    """The place where one renames, shares and removes views."""
    return [Link(_("Saved views"), "/saved-views/", "table")]


plugs.saved_views.append(views_for)
slots.add("save_view", save_view)
slots.add("settings", settings_link)
