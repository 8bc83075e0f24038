"""Where the records that an import makes go at once, instead of to whoever imports them: to a public pool, say.

Who has such places puts a `Taker` into `takers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec


class Taker(Protocol):
    """Has places where new records can go."""

    def places(self, spec: EntitySpec, actor: Actor) -> Sequence[tuple[str, str]]:
        """The places for records of an entity to which an actor may send them: a key and what it is called."""

    def take(self, spec: EntitySpec, key: str, ids: Sequence[int], by: Actor) -> None:
        """Take new records without an owner in. Raises Refused."""


takers: list[Taker] = []


def places(spec: EntitySpec, actor: Actor) -> list[tuple[str, str]]:
    """All places for records of an entity."""
    return [one for taker in takers for one in taker.places(spec, actor)]


def send(spec: EntitySpec, key: str, ids: Sequence[int], by: Actor) -> None:
    """Send new records to a place. Raises Refused."""
    for taker in takers:
        if key in dict(taker.places(spec, by)):
            taker.take(spec, key, ids, by)
