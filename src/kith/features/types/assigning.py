"""Types for records that are there already: for those that have none, or for all that a condition names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kith.engine import mass
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.listing import Listing
from kith.engine.mass import Order
from kith.engine.spec import RECORD_TYPE, EntitySpec

NONE, ALL = "none", "all"
TOLD = 5


def without(spec: EntitySpec, actor: Actor) -> int:
    """How many records have no type."""
    return _listing(spec, {NONE: True}, actor).count(None)[0] if spec.variants else 0


def fields(spec: EntitySpec, actor: Actor) -> dict[str, FieldSpec]:
    """What is asked: the type, which records, and a condition on them."""
    kind = spec.fields[RECORD_TYPE]
    offered = tuple(one for one in kind.choices if spec.variants[one.value].active)
    standard = next((one.key for one in spec.variants.values() if one.standard and one.active), None)
    which = (Choice(NONE, _("Those that have no type")), Choice(ALL, _("Those of other types too")))
    found = (
        FieldSpec(spec.key, "type", kind.label, TYPES["choice"], required=True, choices=offered, default=standard),
        FieldSpec(spec.key, "which", pgettext_lazy("records", "Which"), TYPES["choice"], required=True, choices=which,
                  default=NONE),
        FieldSpec(spec.key, "where", pgettext_lazy("records", "Only those with"), TYPES["condition"], target=spec.key),
    )  # fmt: skip
    return {one.key: one for one in found}


def chosen(spec: EntitySpec, values: Mapping[str, Any], actor: Actor) -> list[int]:
    """The records that get the type. Raises Invalid."""
    if not values.get("type"):
        raise Invalid({"type": [_("Choose a type.")]})
    said = {NONE: values.get("which") != ALL, "type": values["type"], "where": values.get("where") or {}}
    found = _listing(spec, said, actor)
    return [row.id for rows in found.walk() for row in rows]


def _listing(spec: EntitySpec, said: Mapping[str, Any], actor: Actor) -> Listing:
    parts = [said["where"]] if said.get("where") else []
    if said.get(NONE):
        parts.append({"field": RECORD_TYPE, "op": "empty"})
    else:
        parts.append({"not": {"field": RECORD_TYPE, "op": "is", "value": said["type"]}})
    where = parse({"all": parts}, spec, actor)
    return Listing(spec, actor, where=where, sort=("id",), verb="mass_update" if "type" in said else "read")


def give(spec: EntitySpec, key: str, ids: Sequence[int], actor: Actor) -> tuple[int, list[str]]:
    """Give records a type, each for itself; how many stay as they are, and why. Raises Invalid when all do, Beyond."""
    order = order_of(spec, key)
    mass.allowed(order, len(ids), actor)
    left = mass.refusals(order, ids, mass.carry_out(order, ids, actor))
    reasons = list(dict.fromkeys(text for _number, text in left))[:TOLD]
    if len(left) == len(ids):
        raise Invalid({"": reasons})
    return len(left), reasons


def order_of(spec: EntitySpec, key: str) -> Order:
    """The change of many records that it is."""
    return Order(spec.key, "update", {RECORD_TYPE: key})


def seen(values: Mapping[str, Any], ids: Sequence[int]) -> str:
    """What was looked at before it is done."""
    return f"{values['type']} {values.get('which')} {len(ids)}"
