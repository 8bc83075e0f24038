"""What rows of the configuration are called: in words for people, with the key by which files know them beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kith.engine import registry
from kith.engine.called import bracketed
from kith.engine.configuring.document import Row
from kith.engine.configuring.kinds import LINKS, key_fields
from kith.engine.configuring.links import SEPARATOR, Numbers, Unknown, said
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.words import Words
from kith.engine.spec import EntitySpec

Name = Callable[[Mapping[str, Any]], str]
names: dict[str, Name] = {}


def named_by(entity: str, name: Name) -> None:
    """Say how a row of an entity is called by its values, where its fields alone do not tell."""
    names[entity] = name


@dataclass(frozen=True, slots=True)
class Called:
    """A name for people, and the key where that is another."""

    name: str
    key: str = ""

    def __str__(self) -> str:
        return bracketed(self.name, self.key) if self.key else self.name


class Caller:
    """Calls rows by their names; looks up once what they link to."""

    def __init__(self) -> None:
        self.numbers = Numbers()

    def called(self, row: Row) -> Called:
        """What a row is called."""
        spec = registry.known(row.entity)
        name = self._name(spec, row) if spec is not None else ""
        keyed = name and spec is not None and _own(spec) is not None
        return Called(name or said(row.key), ".".join(map(str, row.key)) if keyed else "")

    def _name(self, spec: EntitySpec, row: Row) -> str:
        if spec.key in names:
            return names[spec.key](row.values)
        own = _own(spec)
        fields = [one for name in key_fields(spec) if (one := spec.fields.get(name)) is not None]
        last = len(fields) - 1
        parts = [
            (own is not None and at == last and _text(own, row.values.get(own.key)))
            or self._part(field, row.values.get(field.key))
            for at, field in enumerate(fields)
        ]
        return SEPARATOR.join(part for part in parts if part)

    def _part(self, field: FieldSpec, value: Any) -> str:
        """One part of a key in words."""
        if value in (None, "", {}, []):
            return ""
        if field.type.key in LINKS and field.target:
            return self._linked(field.target, value)
        if field.choices:
            return str(next((one.label for one in field.choices if one.value == value), value))
        spec = registry.known(value) if field.key == "entity" and isinstance(value, str) else None
        return str(spec.label_plural) if spec is not None else said(value)

    def _linked(self, entity: str, key: Any) -> str:
        """The name of a row by its key."""
        spec = registry.known(entity)
        try:
            row = spec and spec.model.live().filter(pk=self.numbers.of(entity, key)).first()
        except Unknown:
            row = None
        if spec is None or row is None:
            return said(key)
        return _text(spec.fields[spec.title], spec.snapshot(row).get(spec.title)) or said(key)


def _own(spec: EntitySpec) -> FieldSpec | None:
    """The field that holds the name of a row that is known by a key: its title, or its label."""
    return spec.fields.get("label" if spec.title in key_fields(spec) else spec.title)


def _text(field: FieldSpec, value: Any) -> str:
    return (
        str(Words(value, "")) if field.type.key == "words" and isinstance(value, dict) else str(value or "")
    )
