"""Which records are persons, who have a right to know what is kept about them and to be forgotten.

What features keep beside records, such as notices and files, they tell of here, and here they are told to forget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.engine import registry
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec


def entities() -> list[EntitySpec]:
    """The entities whose records may be persons."""
    return [spec for spec in registry.specs() if spec.entity.person is not None]


def is_person(spec: EntitySpec, record: Any) -> bool:
    """Whether a record is a person."""
    wanted = spec.entity.person
    return wanted is not None and all(getattr(record, name) == value for name, value in wanted)


def marked(spec: EntitySpec) -> tuple[FieldSpec, ...]:
    """The fields that tell something about people."""
    return tuple(field for field in spec.fields.values() if field.personal)


@dataclass(frozen=True, slots=True)
class Erased:
    """Records whose personal values are being erased, and the words by which copies of these are known."""

    spec: EntitySpec
    ids: tuple[int, ...]
    words: tuple[str, ...]


# What features keep beside records, as plain rows: (spec, ids of records) -> rows of it, by the name of what it is.
extracts: dict[str, Callable[[EntitySpec, Sequence[int]], Sequence[Mapping[str, Any]]]] = {}
# The file that belongs to a record of an entity: its name and where its bytes lie, None without one.
contents: dict[str, Callable[[Any], tuple[str, Path] | None]] = {}
# Called in the transaction that erases, to empty copies that a feature keeps: by what they are called, how many.
erasers: list[Callable[[Erased], Mapping[str, int]]] = []
