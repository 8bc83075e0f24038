"""System checks: a wrong declaration costs a second at start, not an evening. Numbers are stable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from kith.engine import registry
from kith.engine.entity import Entity
from kith.engine.record import Record
from kith.engine.spec import EntitySpec
from kith.engine.specifying import build, column_exists


def attach() -> None:
    """Register the checks with Django."""
    register(check_entities, "kith")


def check_entities(**_options: Any) -> list[CheckMessage]:
    """Every declaration's mistakes."""
    found: list[CheckMessage] = []
    for entity in registry.declared():
        found += check_entity(entity)
    return found


def check_entity(entity: type[Entity]) -> list[CheckMessage]:
    """The mistakes of one declaration."""
    if not issubclass(getattr(entity, "model", object), Record):
        return [Error(f"{entity.__name__}.model must be a Record", obj=entity, id="engine.E001")]
    spec = build(entity, registry.key_of)
    return [*_names(spec), *_children(spec), *_shapes(spec), *_places(spec), *_keys(spec)]


def _names(spec: EntitySpec) -> Iterator[CheckMessage]:
    """Every named field exists."""
    entity = spec.entity
    named = {
        "title": (entity.title,), "columns": entity.columns, "facts": entity.facts, "filters": entity.filters,
        "search": entity.search, "import_by": entity.import_by, "measures": entity.measures,
        "quick": tuple(name for name in entity.quick if "." not in name),
        "subtitle": entity.subtitle, "sort": (entity.sort.lstrip("-"),), "path": (entity.path,) if entity.path else (),
        "aliases": (entity.aliases,) if entity.aliases else (),
        "board": entity.board.names if entity.board else (),
        "calendar": entity.calendar.fields if entity.calendar else (),
        "person": tuple(name for name, _value in entity.person or ()),
        "map": entity.map.fields if entity.map else (),
        "also_in": tuple(entity.also_in),
        "alike": tuple(name for names in entity.alike.values() for name in names),
        "layout": tuple(name for section in entity.layout for name in section.fields),
    }  # fmt: skip
    for option, names in named.items():
        for name in names:
            if name.partition(".")[0] not in spec.fields:
                yield Error(
                    f"{entity.__name__}.{option} names unknown field {name!r}", obj=entity, id="engine.E002"
                )


def _children(spec: EntitySpec) -> Iterator[CheckMessage]:
    """What the short form takes along of children exists, and the child links here."""
    for name in spec.entity.quick:
        plural, dot, key = name.partition(".")
        child = next((one for one in registry.declared() if one.plural == plural), None) if dot else None
        known = build(child, registry.key_of).fields if child else {}
        if dot and (key not in known or all(one.target != spec.key for one in known.values())):
            yield Error(
                f"{spec.entity.__name__}.quick names unknown field {name!r}",
                obj=spec.entity,
                id="engine.E002",
            )


def _shapes(spec: EntitySpec) -> Iterator[CheckMessage]:
    """Boards need a choice or link, calendars a date, measures numbers, list sorts columns that are never null."""
    entity = spec.entity
    if (
        entity.board
        and spec.fields.get(entity.board.field)
        and spec.fields[entity.board.field].type.key not in ("choice", "reference")
    ):
        yield Error(f"{entity.__name__}.board needs a choice or a link", obj=entity, id="engine.E003")
    if entity.calendar:
        times = [name for name in (entity.calendar.start, entity.calendar.end) if name in spec.fields]
        kinds = {spec.fields[name].type.key for name in times}
        if len(kinds) > 1 or kinds - {"date", "datetime"}:
            yield Error(f"{entity.__name__}.calendar needs dates, or moments", obj=entity, id="engine.E004")
    for name in entity.measures:
        if name in spec.fields and "sum" not in spec.fields[name].type.aggregates:
            yield Error(
                f"{entity.__name__}.measures: {name!r} cannot be added up", obj=entity, id="engine.E005"
            )
    for sort in entity.model.list_sorts:
        name = sort.lstrip("-")
        if not column_exists(entity.model, name) or getattr(entity.model._meta.get_field(name), "null", True):
            yield Error(
                f"{entity.__name__}: list sort {name!r} must be a column that is never null",
                obj=entity,
                id="engine.E006",
            )


def _places(spec: EntitySpec) -> Iterator[CheckMessage]:
    """Maps need a location that is found by its cell."""
    entity = spec.entity
    place = spec.fields.get(entity.map.place) if entity.map else None
    if place and (place.type.key != "location" or not place.sort_column):
        yield Error(
            f"{entity.__name__}.map needs a location with a column of cells", obj=entity, id="engine.E014"
        )


def _keys(spec: EntitySpec) -> Iterator[CheckMessage]:
    """Keys fit addresses; actions do not hide the addresses of pages; action arguments are described."""
    entity = spec.entity
    taken = {
        "new",
        "edit",
        "board",
        "calendar",
        "map",
        "report",
        "bulk",
        "import",
        "export",
        "create",
        "read",
        "update",
        "delete",
        "assign",
        "share",
        "privacy",
    }
    for action in entity.actions:
        if action.name in taken:
            yield Error(
                f"{entity.__name__}: an action cannot be called {action.name!r}", obj=entity, id="engine.E007"
            )
        try:
            action.arguments(entity.key)
        except (TypeError, KeyError, NameError) as error:
            yield Error(f"{entity.__name__}.{action.name}: {error}", obj=entity, id="engine.E008")
    for name in entity.import_by:
        if name in spec.fields and spec.fields[name].type.key not in (
            "text",
            "email",
            "phone",
            "autonumber",
            "url",
        ):
            yield Error(
                f"{entity.__name__}.import_by: {name!r} is no natural key", obj=entity, id="engine.E009"
            )
