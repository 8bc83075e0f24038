"""Finding a record to link to: what is offered while one types, and what a typed name means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.titles import titles
from kith.kernel.text import fold
from kith.web import cells
from kith.web.fields import Unchosen

OFFERED = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """One record that could be meant."""

    id: str
    text: str
    hint: str = ""


def offers(entity: str, text: str, actor: Actor, limit: int = OFFERED) -> list[Offer]:
    """Records of an entity that the words find, or the first ones when nothing is typed yet."""
    known = in_memory(entity, actor)
    if known is not None:
        words = fold(text).split()
        fitting = [
            (number, name) for number, name in known.items() if all(word in fold(name) for word in words)
        ]
        fitting.sort(key=lambda item: (not fold(item[1]).startswith(fold(text)), fold(item[1])))
        return [Offer(str(number), name) for number, name in fitting[:limit]]
    return from_table(entity, text, actor, limit)


def in_memory(entity: str, actor: Actor) -> Mapping[int, str] | None:
    """All names of an entity that is small enough to be kept in memory; None for others."""
    people = directory()
    if entity == "user":
        return {person.id: person.name for person in people.people.values() if person.active}
    if entity in ("unit", "team"):
        return {
            number: str(item[0])
            for number, item in (people.units if entity == "unit" else people.teams).items()
        }
    spec = registry.spec(entity)
    return (
        titles(entity, (), actor)
        if spec.entity.small and actor.access.reach(entity, "read") is not Reach.NONE
        else None
    )


def from_table(entity: str, text: str, actor: Actor, limit: int) -> list[Offer]:
    """Offers out of a large entity: by its search, or by the beginning of its title when it has none."""
    spec = registry.spec(entity)
    readable = spec.readable(actor)
    if spec.title not in readable or actor.access.reach(entity, "read") is Reach.NONE:
        return []
    hints = [key for key in (*spec.entity.subtitle, *spec.columns) if key in readable and key != spec.title][
        :1
    ]
    where, words = None, text
    if text and not spec.entity.search:
        where, words = parse({"field": spec.title, "op": "contains", "value": text}, spec, actor), ""
    listing = Listing(spec, actor, fields=(spec.title, *hints), where=where, text=words, limit=limit)
    rows = listing.page().rows
    shown = [cells.column(readable[key], [row.values.get(key) for row in rows], actor, "") for key in hints]
    return [
        Offer(
            str(row.id),
            str(row.values.get(spec.title) or f"{spec.label} {row.id}"),
            shown[0][place][1] if shown else "",
        )
        for place, row in enumerate(rows)
    ]


def anywhere(text: str, actor: Actor, limit: int = OFFERED) -> list[Offer]:
    """Records of any daily entity, for links that may lead anywhere. Ids are written as customer:7."""
    found: list[Offer] = []
    for spec in registry.specs():
        if spec.entity.group == "work" and spec.entity.search and len(found) < limit:
            found += [
                Offer(f"{spec.key}:{offer.id}", offer.text, str(spec.label))
                for offer in offers(spec.key, text, actor, max(2, limit // 3))
            ]
    return found[:limit]


def resolve(fields: Mapping[str, FieldSpec], values: dict[str, Any], actor: Actor) -> dict[str, list[Any]]:
    """Replace typed names by the one record that they name; returns the errors by field."""
    errors: dict[str, list[Any]] = {}
    for key, value in values.items():
        if not isinstance(value, Unchosen):
            continue
        target = fields[key].target
        found = offers(target, value, actor, 20) if target else anywhere(value, actor)
        exact = [offer for offer in found if fold(offer.text) == fold(value)] or found
        if len(exact) == 1:
            values[key] = exact[0].id
        else:
            errors[key] = [_("Choose one of the records that are offered while you type.")]
    return errors
