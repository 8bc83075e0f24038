"""Fields of linked records: `customer.city` names a field of the record that `customer` leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec, UnknownField


def linked(spec: EntitySpec, actor: Actor, name: str) -> tuple[FieldSpec, FieldSpec]:
    """The link of a path and the field to show that it leads to. Raises UnknownField for what is unknown or hidden."""
    key, _dot, rest = name.partition(".")
    link = spec.resolve(key, actor)
    if link.type.key != "reference" or not link.target:
        raise UnknownField(name)
    return link, registry.spec(link.target).resolve(rest, actor, show=True)


def field_at(spec: EntitySpec, actor: Actor, name: str) -> FieldSpec:
    """A field to show by its name or path; one of a linked record is read only and called after both."""
    if "." not in name:
        return spec.resolve(name, actor, show=True)
    link, field = linked(spec, actor, name)
    return replace(field, key=name, label=f"{link.label} · {field.label}", readonly=True, indexed=False)


def known(spec: EntitySpec, actor: Actor, name: str) -> bool:
    """Whether a name or path leads to a field that this actor may see, if only in part."""
    try:
        field_at(spec, actor, name)
    except UnknownField:
        return False
    return True


def fill(spec: EntitySpec, names: Sequence[str], rows: Sequence[Any], read: Callable[..., Any]) -> None:
    """Put the values of paths into rows that have those of their links. `read` lists records of an entity by their
    ids: (spec, fields, ids) -> rows."""
    paths: dict[str, dict[str, str]] = {}
    for name in names:
        link, dot, rest = name.partition(".")
        if dot:
            paths.setdefault(link, {})[name] = rest
    for link, wanted in paths.items():
        ids = sorted({row.values[link] for row in rows} - {None})
        target = registry.spec(str(spec.fields[link].target))
        found = {one.id: one.values for one in read(target, tuple(set(wanted.values())), ids)} if ids else {}
        for row in rows:
            values = found.get(row.values[link], {})
            row.values.update({name: values.get(rest) for name, rest in wanted.items()})
