"""What records are called: the one way from ids to names, within rights, one query per entity and page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kith.engine import epoch, registry
from kith.engine.access import Level, directory
from kith.engine.actor import Actor
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.selecting import Table, among
from kith.engine.spec import EntitySpec

_small: dict[tuple[int, int, str], dict[int, str]] = {}


def titles(entity: str, ids: Iterable[int], actor: Actor) -> Mapping[int, str]:
    """Names of those of `ids` that the actor may see.

    People, units and teams are known to every colleague by name; entities declared `small` are read once per epoch.
    """
    if entity == "user":
        people = directory().people
        return {number: people[number].name for number in ids if number in people}
    if entity in ("unit", "team"):
        groups = directory().units if entity == "unit" else directory().teams
        return {number: str(groups[number][0]) for number in ids if number in groups}
    spec = registry.known(entity)
    if spec is None or actor.access.level(entity, spec.title) < Level.READ:
        return {}
    if known := choices(spec, actor):
        return {number: known[number] for number in ids if number in known}
    wanted = sorted(set(ids))
    return _in_reach(spec, wanted, actor) if wanted else {}


def choices(spec: EntitySpec, actor: Actor) -> Mapping[int, str]:
    """Everything that can be chosen of a small entity, by name; nothing of others, or for who may not read it."""
    level, reach = actor.access.level(spec.key, spec.title), actor.access.reach(spec.key, "read")
    return all_titles(spec) if spec.entity.small and reach and level >= Level.READ else {}


def _in_reach(spec: EntitySpec, wanted: list[int], actor: Actor) -> dict[int, str]:
    scope, covers = Scope(spec.key, actor.access), actor.access.covers
    if scope.rule is not None:
        live = spec.model.objects.filter(LIVE, pk__in=wanted)
        return {
            number: called(spec, title)
            for number, title in live.filter(scope.predicate()).values_list("pk", _title(spec))
        }
    sql, params = among("id", wanted)
    names = ("id", _title(spec), "owner", "unit", "team")
    rows = Table(spec.model).rows(names, (), (f"WHERE {sql} AND deleted_at IS NULL", params))
    found: dict[int, str] = {}
    unsure: dict[int, str] = {}
    for number, title, owner, unit, team in rows:
        (found if covers("read", scope.reach, owner=owner, unit=unit, team=team) else unsure)[number] = (
            called(spec, title)
        )
    found.update({number: unsure[number] for number in scope.shared_among(unsure)})
    return found


def called(spec: EntitySpec, title: Any) -> str:
    """The stored title of a record for reading: of a choice its label."""
    choice = spec.fields[spec.title].choice(title)
    return str(choice.label) if choice else str(title)


def _title(spec: EntitySpec) -> str:
    return spec.fields[spec.title].column or "id"


def all_titles(spec: EntitySpec) -> dict[int, str]:
    """Every record of a small entity by name, in its sort order; kept for this epoch."""
    key = (*epoch.current().rules, spec.key)
    if key not in _small:
        if len(_small) > 500:
            _small.clear()
        order = (spec.sort, "pk") if not spec.sort.lstrip("-").endswith("_at") else (_title(spec), "pk")
        _small[key] = {
            number: str(title)
            for number, title in spec.model.live().order_by(*order).values_list("pk", _title(spec))
        }
    return _small[key]


def title_of(spec: EntitySpec, record: Any, actor: Actor) -> str:
    """What one loaded record is called, as far as the actor may know."""
    field = spec.shown(actor, record).get(spec.title)
    value = spec.seen(record, field, actor) if field else ""
    return called(spec, value) if value not in (None, "") else f"{spec.label} {record.pk}"
