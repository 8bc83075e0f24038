"""Settings choose the objects that they are about, and fields of these, from lists instead of typing their keys.

@registry.joined_by
def offer(specs):
    return offering.objects(specs, ("pool-rule",), owned, {"level": offering.choices})
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kith.engine.fieldtypes import Choice, FieldSpec
from kith.engine.spec import EntitySpec

ENTITY = "entity"


def choices(spec: EntitySpec) -> Iterator[FieldSpec]:
    """The fields in which one value is chosen."""
    return (one for one in spec.fields.values() if one.type.key == "choice")


def objects(
    specs: dict[str, EntitySpec],
    keys: Sequence[str],
    fits: Callable[[EntitySpec], bool],
    named: Mapping[str, Callable[[EntitySpec], Iterator[FieldSpec]]] | None = None,
) -> dict[str, EntitySpec]:
    """Let `entity` of some settings be one of the objects that fit, and each field of `named` the key of a field of
    that object. A key that several objects have is called as the first of them calls it."""
    known = [one for one in specs.values() if fits(one)]
    offered = tuple(Choice(one.key, one.label_plural) for one in known)
    found = dict(specs)
    for key in keys:
        fields = dict(specs[key].fields)
        fields[ENTITY] = replace(fields[ENTITY], choices=offered)
        for name, which in (named or {}).items():
            fields[name] = replace(fields[name], choices=_of(known, which), depends_on=ENTITY)
        found[key] = replace(specs[key], fields=fields)
    return found


def _of(
    known: Sequence[EntitySpec], which: Callable[[EntitySpec], Iterator[FieldSpec]]
) -> tuple[Choice, ...]:
    named: dict[str, tuple[Any, list[str]]] = {}
    for one in known:
        for field in which(one):
            named.setdefault(field.key, (field.label, []))[1].append(one.key)
    return tuple(Choice(name, label, under=tuple(keys)) for name, (label, keys) in named.items())
