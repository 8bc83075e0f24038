"""The registry of entities. Declarations come in when Django loads the applications; specs are built on first use."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from typing import Any

from kith.engine import access, epoch
from kith.engine.entity import Entity
from kith.engine.fieldtypes import FieldSpec
from kith.engine.rule import Rule
from kith.engine.spec import EntitySpec, build

_entities: dict[str, type[Entity]] = {}
_specs: dict[int, dict[str, EntitySpec]] = {}
_custom_source: list[Callable[[], dict[str, tuple[FieldSpec, ...]]]] = []


class UnknownEntity(LookupError):
    """No entity of that name."""


def register(entity: type[Entity]) -> type[Entity]:
    """Class decorator that makes a declaration known. Raises ValueError when its key or plural is taken."""
    for other in _entities.values():
        if (
            entity.key == other.key
            or entity.plural == other.plural
            or code_of(entity.key) == code_of(other.key)
        ):
            message = f"entity {entity.key!r} is declared twice"
            raise ValueError(message)
    _entities[entity.key] = entity
    access.OPEN[entity.key] = entity.open
    if entity.group == "settings":
        access.GUARDED.add(entity.key)
    _specs.clear()
    return entity


def custom_fields_from(source: Callable[[], dict[str, tuple[FieldSpec, ...]]]) -> None:
    """Name the function that reads the customer's own fields, by entity."""
    _custom_source[:] = [source]


def entities() -> Iterable[type[Entity]]:
    """Every declaration, in the order in which they were registered."""
    return _entities.values()


def specs() -> list[EntitySpec]:
    """Every entity's spec as of this turn's configuration."""
    return list(_current().values())


def spec(key: str) -> EntitySpec:
    """The spec of one entity. Raises UnknownEntity."""
    try:
        return _current()[key]
    except KeyError as error:
        raise UnknownEntity(key) from error


def by_plural(plural: str) -> EntitySpec | None:
    """The spec whose address is this plural."""
    return next((item for item in _current().values() if item.plural == plural), None)


def rule_of(key: str) -> Rule | None:
    """An entity's own rule of reach, if it has one."""
    found = _entities.get(key)
    return found.rule if found else None


def spec_of(model: Any) -> EntitySpec:
    """The spec of a model or record."""
    return spec(key_of(model))


def key_of(model: Any) -> str:
    """The entity key of a model or record. Raises UnknownEntity."""
    cls = model if isinstance(model, type) else type(model)
    for key, entity in _entities.items():
        if entity.model is cls:
            return key
    raise UnknownEntity(cls.__name__)


def children(key: str) -> list[tuple[EntitySpec, FieldSpec]]:
    """The entities that link to this one, with the linking field: the related lists of its record page."""
    return [
        (item, field)
        for item in _current().values()
        for field in item.references
        if field.target == key and field.panel and item.entity.group != "settings"
    ]


def code_of(key: str) -> int:
    """The small stable number of an entity (15 bits of its key's CRC-32), for places where text would cost too much."""
    return zlib.crc32(key.encode()) & 0x7FFF


def _current() -> dict[str, EntitySpec]:
    number = epoch.current().config
    found = _specs.get(number)
    if found is None:
        custom = _custom_source[0]() if _custom_source else {}
        found = {key: build(entity, key_of, custom.get(key, ())) for key, entity in _entities.items()}
        _specs.clear()
        _specs[number] = found
    return found
