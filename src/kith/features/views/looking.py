"""Saved views as the shells show them: each reader gets what he may read of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import epoch, plugs, records
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.errors import Refused
from kith.engine.listing import Listing
from kith.engine.paths import known
from kith.engine.plugs import SavedLook
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.engine.summary import group_of
from kith.features.views.models import Audience, SavedView
from kith.features.views.sharing import found_by
from kith.web import scenes, slots
from kith.web.pieces import Link

MOST = 100

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

    Columns and sorts that this reader may not know are left out of a view; a view whose condition, group or tab needs
    them is left out as a whole, since it would show other records than its name says.
    """
    found = records.visible(SavedView, to=actor).filter(found_by(actor.access), entity=spec.key)
    rows = found.order_by("position", "name", "pk")
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
    if view.scene and view.scene not in {one.key for one in scenes.of(spec, actor)}:
        return None
    return SavedLook(
        id=view.pk,
        name=view.name,
        kind=view.kind,
        columns=tuple(name for name in view.columns if known(spec, actor, name)),
        where=view.where,
        sort=tuple(term for term in view.sort if _sortable(term, spec, actor)),
        group=view.group,
        scene=view.scene,
        default=view.default,
        audience=f"{view.shared} {view.team_id}" if view.shared == Audience.TEAM else str(view.shared),
        version=view.version,
        changeable=Scope("saved-view", actor.access, "update").covers(view),
    )


def _sortable(term: str, spec: EntitySpec, actor: Actor) -> bool:
    try:
        return bool(Listing(spec, actor, sort=(term,)).terms)
    except Refused:
        return False


def settings_link(_actor: Actor) -> list[Link]:
    """The place where one renames, shares and removes views."""
    return [Link(_("Saved views"), "/saved-views/", "table")]


plugs.saved_views.append(views_for)
slots.add("settings", settings_link)
