"""What a condition names, and the same condition with other values: read as it is written, without anybody's rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kith.engine import registry
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec

Step = tuple[EntitySpec, str, Any]
"""An entity, the name of a field of it, and what the field is compared with (None on the way to another one)."""


def steps(data: Any, spec: EntitySpec | None) -> Iterator[Step]:
    """Every field that a condition names, those of linked records too; names of what is unknown are left out."""
    if not isinstance(data, Mapping) or spec is None:
        return
    if isinstance(data.get("field"), str):
        yield from _along(data["field"], spec, data.get("value"))
    if isinstance(data.get("related"), str):
        child = registry.by_plural(data["related"])
        yield from _child(data, spec, child)
    for part in _parts(data):
        yield from steps(part, spec)


def path(name: str, spec: EntitySpec) -> Iterator[Step]:
    """The fields of a dotted name, such as that of a column or an order."""
    yield from _along(name.lstrip("-"), spec, None)


def changed(data: Any, spec: EntitySpec | None, change: Callable[[FieldSpec, Any], Any]) -> Any:
    """A copy of a condition in which `change(field, value)` gives the value of each comparison."""
    if not isinstance(data, Mapping) or spec is None:
        return data
    if isinstance(data.get("field"), str):
        return _leaf_changed(data, spec, change)
    child = registry.by_plural(data["related"]) if isinstance(data.get("related"), str) else None
    inside = dict.fromkeys(("some", "none"), child) | dict.fromkeys(("all", "any", "not"), spec)
    found = dict(data)
    for word in inside.keys() & data.keys():
        part = data[word]
        several = isinstance(part, list)
        parts = [changed(one, inside[word], change) for one in (part if several else [part])]
        found[word] = parts if several else parts[0]
    return found


def everywhere(data: Any, spec: EntitySpec | None, change: Callable[[FieldSpec, Any], Any]) -> Any:
    """A copy of JSON in which all conditions, however deep they stand, are `changed`."""
    if isinstance(data, Mapping):
        if looks_like(data):
            return changed(data, spec, change)
        return {key: everywhere(value, _led(key, spec), change) for key, value in data.items()}
    return [everywhere(one, spec, change) for one in data] if isinstance(data, list) else data


def _led(name: str, spec: EntitySpec | None) -> EntitySpec | None:
    """The object that is spoken of under a name: where a link is named, the one that it leads to."""
    field = spec.fields.get(name) if spec is not None else None
    return _target(field.target) if field is not None and field.target else spec


def looks_like(data: Mapping[str, Any]) -> bool:
    """Whether an object of JSON has the form of a condition."""
    if isinstance(data.get("field"), str):
        return set(data) <= {"field", "op", "value"}
    if isinstance(data.get("related"), str):
        return True
    return len(data) == 1 and next(iter(data)) in ("all", "any", "not")


def _leaf_changed(data: Mapping[str, Any], spec: EntitySpec, change: Callable[[FieldSpec, Any], Any]) -> Any:
    *_way, (last, name, _value) = list(_along(data["field"], spec, None)) or [(spec, "", None)]
    field, value = last.fields.get(name), data.get("value")
    other = isinstance(value, Mapping) and set(value) == {"field"}
    if "value" not in data or field is None or other:
        return dict(data)
    return {**data, "value": change(field, value)}


def _parts(data: Mapping[str, Any]) -> Iterator[Any]:
    for word in ("all", "any"):
        part = data.get(word)
        yield from part if isinstance(part, list) else ()
    yield data.get("not")


def _child(data: Mapping[str, Any], spec: EntitySpec, child: EntitySpec | None) -> Iterator[Step]:
    if child is None:
        return
    links = [data["by"]] if isinstance(data.get("by"), str) else [one.key for one in child.linking(spec.key)]
    yield from ((child, name, None) for name in links[:1])
    for word in ("some", "none"):
        yield from steps(data.get(word), child)


def _along(name: str, spec: EntitySpec, value: Any) -> Iterator[Step]:
    here: EntitySpec | None = spec
    *links, last = name.split(".")
    for link in links:
        if here is None:
            return
        yield here, link, None
        field = here.fields.get(link)
        here = _target(field.target) if field and field.target else None
    if here is not None:
        yield here, last, value
        if isinstance(value, Mapping) and isinstance(value.get("field"), str):
            yield here, value["field"], None


def _target(key: str) -> EntitySpec | None:
    try:
        return registry.spec(key)
    except registry.UnknownEntity:
        return None
