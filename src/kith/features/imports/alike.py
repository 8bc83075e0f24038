"""Rows that look like a record which is there, or like an earlier row: what may be done with them, and who tells.

What it means to look like a record is known elsewhere: a module puts a `Comparer` into `comparers`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec

CHOICES = ("skip", "update", "create")
Said = Mapping[str, str]
"""What a row says of itself that records are recognised by: texts by what they are, several to a line."""


@dataclass(frozen=True, slots=True)
class Like:
    """What a row looks like: the record `id`, None where it may not be seen, `others` that fit as well, and what the
    importer is told of it."""

    text: str
    id: int | None = None
    others: tuple[int, ...] = ()


UNLIKE = Like("")
"""What a row looks like that looks like nothing."""


class Comparer(Protocol):
    """Knows which records, and which rows among themselves, look the same."""

    def said(self, spec: EntitySpec, values: Mapping[str, Any]) -> Said:
        """What the values of a row say; empty when they say nothing that records are recognised by."""

    def marks(self, said: Said) -> frozenset[int]:
        """Numbers of which rows that look the same share at least one."""

    def same(self, spec: EntitySpec, one: Said, other: Said) -> bool:
        """Whether two rows look the same."""

    def likes(self, spec: EntitySpec, rows: Sequence[Said], actor: Actor) -> list[Like | None]:
        """What each row looks like, as far as the actor may know; as many queries for many rows as for one."""


comparers: list[Comparer] = []


def comparer(spec: EntitySpec) -> Comparer | None:
    """Who compares rows of an entity, None where they are not compared."""
    if not spec.entity.alike or spec.entity.rule is not None:
        return None
    return comparers[0] if comparers else None
