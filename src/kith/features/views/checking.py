"""What a saved view may say: everything that it names has to exist for who saves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.errors import Invalid, Malformed
from kith.engine.listing import Listing
from kith.engine.paths import field_at
from kith.engine.spec import EntitySpec
from kith.engine.summary import group_of
from kith.features.views.models import Audience, Kind, SavedView

MOST_COLUMNS, MOST_SORTS = 60, 6


def check(view: SavedView, *, actor: Actor) -> None:
    """Rule: entity, fields, condition, order, audience are possible; what did not change is left. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    spec = known(view.entity, actor)
    if spec is None:
        raise Invalid({"entity": [_("There is no such kind of record.")]})
    before: Mapping[str, Any] = view.before or {}
    same = before.get("entity") == view.entity
    for name, test in TESTS.items():
        if same and not any(view.moved(part) for part in ASKED_WITH.get(name, (name,))):
            continue
        try:
            test(view, spec, actor)
        except Malformed as error:
            errors[name] = [str(error)]
    if errors:
        raise Invalid(errors)


def known(entity: str, actor: Actor) -> EntitySpec | None:
    """The entity, if this actor may read it."""
    try:
        spec = registry.spec(entity)
    except registry.UnknownEntity:
        return None
    return spec if actor.access.reach(entity, "read") is not Reach.NONE else None


def _names(given: Any, most: int) -> tuple[str, ...]:
    """A list of names. Raises Malformed."""
    if not all(isinstance(name, str) for name in given) or len(given) > most:
        raise Malformed(_("Give the names of at most %(max)s fields.") % {"max": most})
    return tuple(given)


def _columns(view: SavedView, spec: EntitySpec, actor: Actor) -> None:
    for name in _names(view.columns, MOST_COLUMNS):
        if not field_at(spec, actor, name).type.listed:
            raise Malformed(_("“%(field)s” cannot be a column.") % {"field": name})


def _where(view: SavedView, spec: EntitySpec, actor: Actor) -> None:
    if view.where:
        parse(view.where, spec, actor)


def _sort(view: SavedView, spec: EntitySpec, actor: Actor) -> None:
    if view.sort:
        Listing(spec, actor, sort=_names(view.sort, MOST_SORTS)).terms  # noqa: B018 - resolves every term


def _group(view: SavedView, spec: EntitySpec, actor: Actor) -> None:
    if view.group:
        group_of(spec, actor, view.group)


def _kind(view: SavedView, spec: EntitySpec, _actor: Actor) -> None:
    if (view.kind == Kind.BOARD and not spec.board) or (view.kind == Kind.CALENDAR and not spec.calendar):
        raise Malformed(_("These records cannot be looked at that way."))


def _shared(view: SavedView, _spec: EntitySpec, actor: Actor) -> None:
    if view.shared == Audience.PRIVATE:
        return
    if actor.access.reach("saved-view", "share") is Reach.NONE:
        raise Malformed(_("You may not share views."))
    if view.shared == Audience.TEAM and (view.team_id is None or not _in_team(view, actor)):
        raise Malformed(_("Choose one of your teams in “Team”."))
    if view.shared == Audience.UNIT and view.unit_id is None:
        raise Malformed(_("Choose a unit in “Unit”."))


def _in_team(view: SavedView, actor: Actor) -> bool:
    return actor.access.opens_everything or view.team_id in actor.access.teams


TESTS: dict[str, Callable[[SavedView, EntitySpec, Actor], None]] = {
    "columns": _columns, "where": _where, "sort": _sort, "group": _group, "kind": _kind, "shared": _shared,
}  # fmt: skip
ASKED_WITH = {"shared": ("shared", "team", "unit")}
"""What a test asks besides the field that bears its name."""
