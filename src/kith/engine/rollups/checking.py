"""What a roll-up must be, and what it fills in of its field: refused with the reason before it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.circles import Place, along, circle, sentence
from kith.engine.condition import parse
from kith.engine.condition.parsing import WORDS
from kith.engine.errors import Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.words import Words
from kith.engine.rollups.rollup import DAYS, KINDS, Rollup, gives, leaves, of
from kith.engine.spec import EntitySpec

PART = "rollup"
Mistakes = Iterator[tuple[str, Any]]


def fill(row: Any, *, actor: Actor) -> None:
    """The kind of the values and their places follow from what is worked out."""
    rollup = of(row.entity, row.key, row.rollup) if row.kind == "rollup" else None
    child = _specs().get(rollup.child) if rollup else None
    if rollup is None or child is None:
        return
    kind, places = gives(rollup.function, child.fields.get(rollup.field))
    row.rollup = {**row.rollup, "kind": kind}
    row.places = places if kind in ("decimal", "percent") else None


def mistakes(row: Any, actor: Actor) -> Mistakes:
    """What is wrong with the roll-up of an added field, if it is one."""
    if row.kind != "rollup":
        if row.rollup:
            yield PART, _("Only a roll-up looks at other records.")
        return
    if row.required or row.required_when:
        yield "required", _("Kith fills this in by itself.")
    rollup = of(row.entity, row.key, row.rollup)
    if rollup is None:
        yield PART, _("Say over which records, how, and of which field.")
        return
    specs = _specs()
    child = specs.get(rollup.child)
    if child is None or not leads(child.fields.get(rollup.link), rollup.entity):
        yield PART, _("These records do not link here.")
        return
    found = list(_of_fields(rollup, child)) or list(_of_condition(rollup, child))
    yield from found
    if not found:
        yield from _of_others(row, rollup, specs)


def leads(link: FieldSpec | None, entity: str) -> bool:
    """Whether a link leads to records of an entity, only or among others."""
    if link is None:
        return False
    anywhere = link.type.key == "anyreference" and link.column is not None
    return anywhere or (link.type.key == "reference" and link.target == entity)


def _of_fields(rollup: Rollup, child: EntitySpec) -> Mistakes:
    """The field that is added up, and the one that says which is first."""
    if rollup.function == "count":
        if rollup.field:
            yield PART, _("To count needs no field.")
        return
    field = child.fields.get(rollup.field)
    if field is None or field.live or field.type.key not in KINDS[rollup.function]:
        yield PART, _("Choose a field that this can be done with.")
    by = child.fields.get(rollup.by)
    if rollup.by and (not rollup.ordered or by is None or by.type.key not in DAYS):
        yield PART, _("First and last go by a date of these records.")


def _of_condition(rollup: Rollup, child: EntitySpec) -> Mistakes:
    """Which of the records count: the same for every reader."""
    if not rollup.where:
        return
    if "related" in _words(rollup.where):
        yield PART, _("The condition can look at these records and at what they link to.")
        return
    if any(_of_reader(leaf.get("value")) for leaf in leaves(rollup.where)):
        yield PART, _("The condition must mean the same for everybody: name people instead of “me”.")
        return
    try:
        parse(rollup.where, child, Actor.system())
    except Refused as error:
        yield PART, str(error)


def _words(where: Any) -> set[str]:
    """Every word that a condition's objects are made of."""
    if isinstance(where, Mapping):
        return set(where).union(*(_words(part) for part in where.values()))
    if isinstance(where, list | tuple):
        return set().union(*(_words(part) for part in where))
    return set()


def _of_reader(said: Any) -> bool:
    parts = said if isinstance(said, list | tuple) else (said,)
    return any(isinstance(part, str) and part in WORDS for part in parts)


def _of_others(row: Any, rollup: Rollup, specs: Mapping[str, EntitySpec]) -> Mistakes:
    """Nothing is worked out from itself, and stored values keep their kind."""
    way = circle((row.entity, row.key), sources(rollup, specs), specs)
    if way:
        own = str(Words(row.label or {}, row.key))
        yield (
            PART,
            _("This would be worked out from itself: %(way)s.") % {"way": sentence(way, specs, own)},
        )
    before = (row.before or {}).get(PART) or {}
    if before.get("kind", row.rollup["kind"]) != row.rollup["kind"]:
        yield PART, _("This would give values of another kind. Add another field instead.")


def sources(rollup: Rollup, specs: Mapping[str, EntitySpec]) -> tuple[Place, ...]:
    """The (entity, field) that a roll-up looks at, through links too."""
    child = specs.get(rollup.child)
    return tuple(dict.fromkeys(place for path in rollup.asked for place in along(path, child, specs)))


def beside(rollup: Rollup, specs: Mapping[str, EntitySpec]) -> tuple[Place, ...]:
    """Those of them that stand on records which the children link to."""
    child = specs.get(rollup.child)
    return tuple(dict.fromkeys(place for path in rollup.asked for place in along(path, child, specs)[1:]))


def _specs() -> dict[str, EntitySpec]:
    return {spec.key: spec for spec in registry.specs()}
