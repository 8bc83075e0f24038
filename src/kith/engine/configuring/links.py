"""From the numbers of rows to what they are called in every installation, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.base.change import TRASH
from kith.engine.condition import walking
from kith.engine.configuring.kinds import LINKS, belongs, key_fields, nameable
from kith.engine.configuring.state import State, Stored
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec

NONE = {"none": True}
SEPARATOR = " › "


class Unknown(LookupError):
    """A row that has no name elsewhere, or a name that no row has here."""


Key = tuple[Any, ...]
Named = Callable[[str, int], Any]


def frozen(key: Any) -> str:
    """A key as text that can be compared."""
    return json.dumps(key, ensure_ascii=False, sort_keys=True)


def trimmed(parts: Sequence[Any]) -> Key:
    """A key without the empty parts at its end."""
    kept = list(parts)
    while len(kept) > 1 and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def said(key: Any) -> str:
    """A key as people read it."""
    parts = key if isinstance(key, list | tuple) else (key,)
    return SEPARATOR.join(str(part) for part in parts if part not in ("", None)) or "–"


class Names:
    """What rows are called, as of a state; rows of other objects as of now."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.known: dict[tuple[str, int], Any] = {}
        self.often: dict[str, dict[str, int]] = {}

    def of(self, entity: str, number: int) -> Any:
        """The key of a row: its only part, or the list of its parts. Raises Unknown when it has none or shares it."""
        if (entity, number) not in self.known:
            self.known[entity, number] = self._find(entity, number)
        return self.known[entity, number]

    def _find(self, entity: str, number: int) -> Any:
        spec = registry.known(entity)
        stored = self._stored(spec, number) if spec is not None else None
        if spec is not None and spec.entity.person == ():
            raise Unknown(_("a person, and people stand in no configuration"))
        if spec is None or stored is None or not nameable(spec):
            raise Unknown(_("a record that other installations do not know"))
        key = self.key(spec, stored)
        if not belongs(spec, stored):
            raise Unknown(_("a record that other installations do not know"))
        if stored.get(TRASH):
            raise Unknown(_("a record in the trash: %(name)s") % {"name": said(key)})
        if key[0] in ("", None) or self._count(spec, key) > 1:
            raise Unknown(_("a record whose name is not its own: %(name)s") % {"name": said(key)})
        return key[0] if len(key) == 1 else list(key)

    def key(self, spec: EntitySpec, stored: Mapping[str, Any]) -> Key:
        """The key of a row from its stored values; links in it by their keys, flat."""
        parts: list[Any] = []
        for name in key_fields(spec):
            value = portable(self, spec, spec.fields[name], stored)
            parts += value if isinstance(value, list) else [value]
        return trimmed(parts)

    def _stored(self, spec: EntitySpec, number: int) -> Stored | None:
        if spec.key in self.state.rows:
            return self.state.rows[spec.key].get(number)
        row = spec.model.live().filter(pk=number).first()
        return None if row is None else spec.snapshot(row)

    def _count(self, spec: EntitySpec, key: Key) -> int:
        if spec.key not in self.often:
            rows = self.state.live(spec.key).values() if spec.key in self.state.rows else self._others(spec)
            found: dict[str, int] = {}
            for stored in rows:
                one = frozen(self.key(spec, stored))
                found[one] = found.get(one, 0) + 1
            self.often[spec.key] = found
        return self.often[spec.key].get(frozen(key), 1)

    @staticmethod
    def _others(spec: EntitySpec) -> list[Stored]:
        """The keys of an object that is no configuration, where all of them are people, units or teams."""
        small = spec.entity.group == "settings"
        return [spec.snapshot(row) for row in spec.model.live()] if small else []


def portable(names: Names, spec: EntitySpec, field: FieldSpec, stored: Mapping[str, Any]) -> Any:
    """A stored value as the document says it. Raises Unknown."""
    name, wanted = spec.entity.placed.get(field.key, ("", None))
    if name and stored.get(name) != wanted:
        return None
    value = stored.get(field.key)
    if field.type.key in LINKS:
        return link(field, value, names.of)
    if isinstance(value, dict | list) and field.type.listed is False:
        told = walking.everywhere(value, about(spec, field, stored), partial(_operand, names.of))
        return ordered(_inside(told, spec.entity.inside.get(field.key, {}), partial(_named_inside, names.of)))
    loaded = None if value is None else field.type.load(value, field)
    told = field.type.to_json(loaded, field)
    return ordered(told) if isinstance(told, dict | list) else told


def link(field: FieldSpec, value: Any, named: Named) -> Any:
    """The value of a link with its rows renamed."""
    if field.type.key == "references":
        return [named(str(field.target), one) for one in value or ()]
    if value in (None, ""):
        return None
    if field.type.key == "anyreference":
        return {"entity": value[0], "key": named(value[0], value[1])}
    return named(str(field.target), value)


def about(spec: EntitySpec, field: FieldSpec, stored: Mapping[str, Any]) -> EntitySpec | None:
    """The object that a condition in a field speaks of."""
    target = str(field.target or "") if field.type.key == "condition" else ""
    if target and not target.startswith("@"):
        return registry.known(target)
    name = target.removeprefix("@") or spec.entity.conditions.get(field.key, "entity")
    return registry.known(str(stored.get(name) or ""))


def _operand(named: Named, field: FieldSpec, value: Any) -> Any:
    """What a comparison compares with, rows by their keys."""
    if field.type.key not in LINKS or not field.target:
        return value
    if isinstance(value, list):
        return [_operand(named, field, one) for one in value]
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    return {"key": named(field.target, value)}


def _inside(value: Any, rows: Mapping[str, str], change: Callable[[str, Any], Any]) -> Any:
    """JSON with the rows that stand in it under known names changed."""
    if not rows:
        return value
    if isinstance(value, Mapping):
        return {
            name: change(rows[name], one) if name in rows else _inside(one, rows, change)
            for name, one in value.items()
        }
    return [_inside(one, rows, change) for one in value] if isinstance(value, list) else value


def _named_inside(named: Named, entity: str, value: Any) -> Any:
    return {"key": named(entity, value)} if isinstance(value, int) and value else value


def _found_inside(numbers: Numbers, entity: str, value: Any) -> Any:
    named = isinstance(value, Mapping) and set(value) == {"key"}
    return numbers.of(entity, value["key"]) if named else value


def ordered(value: Any) -> Any:
    """JSON with its keys in order and nothing that TOML has no word for."""
    if isinstance(value, Mapping):
        return {key: ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [ordered(one) for one in value]
    return NONE if value is None else value


class Numbers:
    """The rows that keys mean, as they are now; `forget` after rows came or went."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, int | None]] = {}

    def forget(self) -> None:
        """Read anew what is asked next."""
        self.known.clear()

    def of(self, entity: str, key: Any) -> int:
        """The row of a key. Raises Unknown when there is none, or more than one."""
        if entity not in self.known:
            self.known[entity] = self._read(entity)
        parts = key if isinstance(key, list) else [key]
        number = self.known[entity].get(frozen(parts))
        if number is None:
            spec = registry.known(entity)
            if spec is not None and not nameable(spec):
                raise Unknown(_("This cannot be said in a configuration."))
            raise Unknown(
                _("There is no %(what)s “%(name)s” here.")
                % {"what": spec.label if spec else entity, "name": said(parts)}
            )
        return number

    def _read(self, entity: str) -> dict[str, int | None]:
        spec = registry.known(entity)
        if spec is None or not nameable(spec):
            return {}
        names, found = Names(State({})), dict[str, int | None]()
        for row in spec.model.live().order_by("pk"):
            key = frozen(names.key(spec, spec.snapshot(row)))
            found[key] = None if key in found else row.pk
        return found


def local(numbers: Numbers, spec: EntitySpec, field: FieldSpec, values: Mapping[str, Any]) -> Any:
    """A value of the document as the gate wants it here. Raises Unknown."""
    value = values[field.key]
    if field.type.key in LINKS and field.target:
        if field.type.key == "references":
            return [numbers.of(field.target, one) for one in value or ()]
        return None if value in (None, "") else numbers.of(field.target, value)
    if field.type.key == "anyreference" and isinstance(value, Mapping):
        entity = str(value.get("entity", ""))
        return {"entity": entity, "id": numbers.of(entity, value.get("key"))}
    if isinstance(value, dict | list) and field.type.listed is False:
        told = walking.everywhere(_with_none(value), about(spec, field, values), partial(_found, numbers))
        return _inside(told, spec.entity.inside.get(field.key, {}), partial(_found_inside, numbers))
    return value


def _found(numbers: Numbers, field: FieldSpec, value: Any) -> Any:
    if isinstance(value, list):
        return [_found(numbers, field, one) for one in value]
    if isinstance(value, Mapping) and set(value) == {"key"} and field.target:
        return numbers.of(field.target, value["key"])
    return value


def _with_none(value: Any) -> Any:
    if value == NONE:
        return None
    if isinstance(value, Mapping):
        return {key: _with_none(one) for key, one in value.items()}
    return [_with_none(one) for one in value] if isinstance(value, list) else value
