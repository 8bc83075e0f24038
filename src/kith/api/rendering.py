"""From records and rows to what the API answers. Which columns and how is decided once per list, not per row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec, FieldType
from kith.engine.fieldtypes.masking import then
from kith.engine.listing import Row
from kith.engine.spec import EntitySpec, UnknownField
from kith.engine.titles import titles

# Kinds whose python values the encoder writes as they are.
AS_THEY_ARE = frozenset({"date", "datetime", "decimal", "percent"})
MAX_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A field of a linked record, answered under `name` such as owner.name."""

    name: str
    link: FieldSpec
    target: EntitySpec
    field: FieldSpec


@dataclass(frozen=True, slots=True)
class Plan:
    """What of a record is answered: own fields, fields of linked records, and the columns that both need."""

    spec: EntitySpec
    shown: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    links: tuple[Link, ...]
    needed: Mapping[str, FieldSpec]


def plan_of(spec: EntitySpec, actor: Actor, names: Sequence[str] = (), *, full: bool = False) -> Plan:
    """The plan of these field names; of all readable fields when none are named, without long texts unless `full`.

    Raises UnknownField for names that are unknown or hidden.
    """
    if names:
        return _named(spec, actor, names)
    memo = actor.access.memo
    key = ("api-plan", id(spec), full)
    if key not in memo:
        fields = [field for field in spec.shown(actor).values() if full or field.type.key != "longtext"]
        memo[key] = _plan(spec, fields, ())
    found: Plan = memo[key]
    return found


def _named(spec: EntitySpec, actor: Actor, names: Sequence[str]) -> Plan:
    own: dict[str, FieldSpec] = {}
    links: list[Link] = []
    for name in dict.fromkeys(names[:MAX_FIELDS]):
        first, dot, rest = name.partition(".")
        if name in ("id", "version"):
            continue
        if not dot:
            own[name] = spec.resolve(name, actor, show=True)
            continue
        link = spec.resolve(first, actor)
        if link.type.key != "reference" or link.target is None:
            raise UnknownField(name)
        target = registry.spec(link.target)
        links.append(Link(name, link, target, target.resolve(rest, actor, show=True)))
    return _plan(spec, list(own.values()), tuple(links))


def _plan(spec: EntitySpec, fields: Sequence[FieldSpec], links: tuple[Link, ...]) -> Plan:
    shown = tuple((field.key, converter(field)) for field in fields)
    needed = {field.key: field for field in (*fields, *(link.link for link in links))}
    return Plan(spec, shown, links, needed)


def converter(field: FieldSpec) -> Callable[[Any], Any] | None:
    """How a python value becomes JSON; None when the encoder knows."""
    kind = type(field.type)
    if field.type.key in AS_THEY_ARE or kind.to_json is FieldType.to_json:
        return None
    return lambda value: None if value is None else field.type.to_json(value, field)


def rows(plan: Plan, found: Iterable[Row], actor: Actor) -> list[dict[str, Any]]:
    """Rows of a list as JSON objects, in their order."""
    shown = plan.shown
    items = []
    listed = list(found)
    for row in listed:
        values = row.values
        item: dict[str, Any] = {"id": row.id, "version": row.version}
        for name, convert in shown:
            item[name] = values[name] if convert is None else convert(values[name])
        items.append(item)
    add_links(plan, items, [row.values for row in listed], actor)
    return items


def add_links(
    plan: Plan, items: Sequence[dict[str, Any]], values: Sequence[Mapping[str, Any]], actor: Actor
) -> None:
    """Put the fields of linked records into items, one query per link."""
    for link in plan.links:
        known = _linked(link, {row[link.link.key] for row in values} - {None}, actor)
        for item, row in zip(items, values, strict=True):
            item[link.name] = known.get(row[link.link.key])


def _linked(link: Link, ids: set[int], actor: Actor) -> dict[int, Any]:
    """The value of a field for each of these linked records that the actor may see."""
    if not ids:
        return {}
    if link.field.key == link.target.title and link.field.type.key == "text":
        return dict(titles(link.target.key, ids, actor))
    convert = converter(link.field)
    found = records.visible(link.target.model, to=actor).filter(pk__in=ids)
    values = {row.pk: link.target.seen(row, link.field, actor) for row in found}
    return values if convert is None else {number: convert(value) for number, value in values.items()}


def record(plan: Plan, found: Any, actor: Actor) -> dict[str, Any]:
    """One loaded record as a JSON object."""
    spec = plan.spec
    values = {name: spec.seen(found, field, actor) for name, field in plan.needed.items()}
    return rows(plan, [Row(found.pk, found.version, values)], actor)[0]


def current(found: Any, actor: Actor) -> dict[str, Any]:
    """A record with everything that the actor may read."""
    return record(plan_of(registry.spec_of(found), actor, full=True), found, actor)


def changes(
    spec: EntitySpec, journaled: Mapping[str, Sequence[Any]], actor: Actor, found: Any, *, entry: int = 0
) -> dict[str, list[Any]]:
    """Old and new values of a change of a record, as far as the actor may see the fields; with the `entry` of the
    journal that holds them, as the fields were then."""
    shown = {key: then(one, entry) if entry else one for key, one in spec.shown(actor, found).items()}
    return {
        name: [of_stored(shown[name], stored) for stored in pair]
        for name, pair in journaled.items()
        if name in shown
    }


def of_stored(field: FieldSpec, stored: Any) -> Any:
    """A stored form as JSON."""
    value = None if stored is None else field.type.load(stored, field)
    convert = converter(field)
    return value if convert is None else convert(value)
