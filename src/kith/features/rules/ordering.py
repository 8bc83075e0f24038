"""The order in which rules are asked."""

from __future__ import annotations

from typing import Any

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.rules.making import MODELS


def stored(spec: EntitySpec, what: str) -> list[Any]:
    """The rules of an object in their order, resting ones too."""
    return list(MODELS[what].live().filter(entity=spec.key).order_by("position", "pk"))


def last(spec: EntitySpec, what: str) -> int:
    """The place behind all others."""
    return max((rule.position for rule in stored(spec, what)), default=0) + 1


def move(spec: EntitySpec, what: str, rule: Any, *, step: int, actor: Actor) -> None:
    """One place up or down."""
    found = stored(spec, what)
    place = next(number for number, one in enumerate(found) if one.pk == rule.pk)
    if 0 <= place + step < len(found):
        found[place], found[place + step] = found[place + step], found[place]
        for number, one in enumerate(found, start=1):
            if one.position != number:
                records.update(one, by=actor, position=number)
