"""The registry of entities. Declarations come in when Django loads the applications; those of the customer's own
objects are made, and all specs are built, on first use in each configuration.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kith.engine import access, epoch
from kith.engine.actions import Action
from kith.engine.entity import Entity
from kith.engine.errors import NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.rule import Rule
from kith.engine.spec import EntitySpec
from kith.engine.specifying import build

_entities: dict[str, type[Entity]] = {}
Custom = Mapping[str, tuple[FieldSpec, ...]]


@dataclass(frozen=True, slots=True)
class Configured:
    """What one configuration makes of all declarations: every entity, and its spec, by key; own models' keys."""

    entities: Mapping[str, type[Entity]]
    specs: Mapping[str, EntitySpec]
    own: Mapping[Any, str]


_configured: dict[int, Configured] = {}
_shapers: list[Callable[[EntitySpec], EntitySpec]] = []
Joiner = Callable[[dict[str, EntitySpec]], dict[str, EntitySpec]]
_joiners: list[Joiner] = []
_custom_source: list[Callable[[], Custom]] = []
_own_source: list[Callable[[Custom], Iterable[type[Entity]]]] = []


class UnknownEntity(NotFound, LookupError):
    """No entity of that name now: a page that asks for its records answers that there are none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


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
    _configured.clear()
    return entity


def add_action(key: str, action: Action) -> None:
    """Give a declared entity one more action; for plugins. Raises UnknownEntity, and ValueError for a name that is
    taken."""
    if key not in _entities:
        raise UnknownEntity(key)
    entity = _entities[key]
    if action.name in {one.name for one in entity.actions}:
        message = f"{key} has an action called {action.name!r}"
        raise ValueError(message)
    entity.actions = (*entity.actions, action)
    _configured.clear()


def custom_fields_from(source: Callable[[], Custom]) -> None:
    """Name the function that reads the customer's own fields, by entity."""
    _custom_source[:] = [source]


def own_entities_from(source: Callable[[Custom], Iterable[type[Entity]]]) -> None:
    """Name the function that makes the declarations of the customer's own objects, given all own fields; it is asked
    once per configuration. The models of these declarations must stay the same from one configuration to the next."""
    _own_source[:] = [source]


def shaped_by(shaper: Callable[[EntitySpec], EntitySpec]) -> Callable[[EntitySpec], EntitySpec]:
    """Name a function that gives every spec what the customer configured of it (`dataclasses.replace`); it is asked
    once per configuration, in the order of naming, and must cost no query per entity. Usable as a decorator."""
    _shapers.append(shaper)
    return shaper


def joined_by(joiner: Joiner) -> Joiner:
    """Name a function that gives specs what the customer configured across several entities. It is asked once per
    configuration with all shaped specs by entity. Usable as a decorator."""
    _joiners.append(joiner)
    return joiner


def declared() -> Iterable[type[Entity]]:
    """The declarations that stand in code, in the order in which they were registered: known without a database."""
    return _entities.values()


def entities() -> Iterable[type[Entity]]:
    """Every declaration of this turn's configuration: those in code, then the customer's own objects."""
    return _current().entities.values()


def entity(key: str) -> type[Entity] | None:
    """The declaration of an entity, None when there is none of that name now."""
    return _entities.get(key) or _current().entities.get(key)


def specs() -> list[EntitySpec]:
    """Every entity's spec as of this turn's configuration."""
    return list(_current().specs.values())


def spec(key: str) -> EntitySpec:
    """The spec of one entity. Raises UnknownEntity."""
    try:
        return _current().specs[key]
    except KeyError as error:
        raise UnknownEntity(key) from error


def known(key: str) -> EntitySpec | None:
    """The spec of one entity, None when there is none of that name now: for keys that were stored once, since the
    customer's own objects come and go."""
    return _current().specs.get(key)


def by_plural(plural: str) -> EntitySpec | None:
    """The spec whose address is this plural, or once was."""
    found = _current().specs.values()
    now = next((item for item in found if item.plural == plural), None)
    return now or next((item for item in found if plural in item.entity.former), None)


def rule_of(key: str) -> Rule | None:
    """An entity's own rule of reach, if it has one."""
    found = entity(key)
    return found.rule if found else None


def declaration(key: str) -> type[Entity] | None:
    """An entity's declaration, which knows its standard names."""
    return _entities.get(key)


def model_of(key: str) -> Any:
    """The model of an entity's rows. Raises UnknownEntity."""
    found = entity(key)
    if found is None:
        raise UnknownEntity(key)
    return found.model


def along_of(key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The links along which records of an entity are shared, each with the entities that it may lead to."""
    found = entity(key)
    if found is None or not found.shared_along:
        return ()
    anywhere = tuple(other.key for other in entities() if other.group == "work" and other.rule is None)
    fields = {name: found.model._meta.get_field(name) for name in found.shared_along}
    return tuple(
        (name, (key_of(field.related_model),) if field.related_model else anywhere)
        for name, field in fields.items()
    )


def spec_of(model: Any) -> EntitySpec:
    """The spec of a model or record."""
    return spec(key_of(model))


def key_of(model: Any) -> str:
    """The entity key of a model or record. Raises UnknownEntity."""
    cls = model if isinstance(model, type) else type(model)
    for key, entity in _entities.items():
        if entity.model is cls:
            return key
    own = _current().own.get(cls)
    if own is None:
        raise UnknownEntity(cls.__name__)
    return own


def children(key: str) -> list[tuple[EntitySpec, FieldSpec]]:
    """The entities that link to this one, with the linking field: the related lists of its record page."""
    return [
        (item, field)
        for item in _current().specs.values()
        for field in item.linking(key)
        if field.target == key and field.panel and item.entity.group != "settings"
    ]


def code_of(key: str) -> int:
    """The small stable number of an entity (15 bits of its key's CRC-32), for places where text would cost too much."""
    return zlib.crc32(key.encode()) & 0x7FFF


def _current() -> Configured:
    number = epoch.current().config
    found = _configured.get(number)
    if found is None:
        found = _configure()
        _configured.clear()
        _configured[number] = found
    return found


def _configure() -> Configured:
    """All entities and their specs as they are configured now."""
    custom = _custom_source[0]() if _custom_source else {}
    own = {entity.key: entity for entity in (_own_source[0](custom) if _own_source else ())}
    models = {entity.model: key for key, entity in own.items()}
    every = {**_entities, **own}

    def key_of_link(model: Any) -> str:
        return models.get(model) or key_of(model)

    specs = {}
    for key, entity in every.items():
        fields = tuple(item for item in custom.get(key, ()) if item.target is None or item.target in every)
        specs[key] = build(entity, key_of_link, fields)
    for shaper in _shapers:
        specs = {key: shaper(one) for key, one in specs.items()}
    for joiner in _joiners:
        specs = joiner(specs)
    return Configured(every, specs, models)
