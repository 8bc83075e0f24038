"""Valid values for the fields of any entity, derived from its spec, with the linked records that they need.

The suites that are derived from the registry stand on this, so that a new entity is covered when it is declared.
What no spec can say (a rule of an entity's own) is said once, in RULES.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import UniqueConstraint

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec

_counter = itertools.count(1)


def unique() -> int:
    """A number that no other call of this run gets."""
    return next(_counter)


# Values that an entity's own checks ask for; functions are called once per record.
RULES: dict[str, dict[str, Callable[[], Any]]] = {
    "custom-field": {
        "entity": lambda: "customer",
        "key": lambda: f"extra_{unique()}",
        "kind": lambda: "text",
        "label": lambda: {"en": "Extra", "zh-hans": "附加", "ru": "Ещё"},
        "choices": list,
        "target": lambda: "",
        "unique": lambda: False,
        "required": lambda: False,
        "indexed": lambda: False,
    },
    "role": {
        "grants": lambda: {"customer": {"read": "own"}},
        "levels": lambda: {"customer": {"phone": "read"}},
    },
    "currency-rate": {
        "currency": lambda: "USD",
        "day": lambda: f"{2000 + unique() % 900}-01-31",
        "rate": lambda: "1.25",
    },
    # Only a lost deal has a reason, and losing one is an action.
    "opportunity": {"lost_reason": lambda: None},
    "saved-view": {
        "entity": lambda: "customer",
        "columns": lambda: ["name", "owner"],
        "where": lambda: {"field": "name", "op": "starts", "value": "A"},
        "sort": lambda: ["-name"],
        "group": lambda: "",
    },
    "webhook": {"events": lambda: ["customer.*"], "secret": lambda: f"whsec_{'QUJD' * 11}"},
    "user": {
        "username": lambda: f"user.{unique()}",
        "time_zone": lambda: "Europe/Berlin",
        "language": lambda: "en",
    },
}


def valid_values(spec: EntitySpec, actor: Actor, *, only_required: bool = False) -> dict[str, Any]:
    """A value, in the API's JSON form, for every field that this actor may set.

    With `only_required`, for those alone without which no record is made. Linked records are created, or found
    among what the actor sees. Owner, unit and team are left to the gate.
    """
    rules = RULES.get(spec.key, {})
    constraints = [item for item in spec.model._meta.constraints if isinstance(item, UniqueConstraint)]
    once = {name for item in constraints for name in item.fields}
    found: dict[str, Any] = {}
    for field in spec.writable:
        needed = field.required and field.initial() in (None, "")
        if field.key in SYSTEM_FIELDS or (only_required and not needed and field.key not in rules):
            continue
        value = rules[field.key]() if field.key in rules else value_of(field, actor, needed=needed)
        if field.type.key == "reference" and field.key in once and field.target and field.target != "user":
            value = create_valid(registry.spec(field.target), actor, only_required=True).pk
        if value is not None:
            found[field.key] = value
    return found


def create_valid(spec: EntitySpec, actor: Actor, *, only_required: bool = False, **values: Any) -> Any:
    """A stored record with valid values; `values` stand in for some of them."""
    return records.create(
        spec.model, by=actor, **{**valid_values(spec, actor, only_required=only_required), **values}
    )


def value_of(field: FieldSpec, actor: Actor, *, needed: bool = True) -> Any:
    """A valid value of one field; None when it links to what is not there and need not be."""
    kind = field.type.key
    if kind in ("reference", "references", "anyreference", "file"):
        return _link(field, actor, needed=needed)
    if field.choices:
        return _choice(field)
    return VALUES[kind](field) if kind in VALUES else None


def _choice(field: FieldSpec) -> Any:
    """The value that new records begin with, else the first of the list."""
    if field.type.key != "choice":
        return [field.choices[0].value]
    return str(field.initial() or field.choices[0].value)


def _text(field: FieldSpec) -> str:
    return f"Ζ {field.key} 样本 {unique()}"[: field.max_length or 200]


def _within(field: FieldSpec, wanted: int) -> int:
    low = int(field.minimum) if field.minimum is not None else wanted
    high = int(field.maximum) if field.maximum is not None else wanted
    return min(max(wanted, low), high)


VALUES: dict[str, Callable[[FieldSpec], Any]] = {
    "text": _text,
    "longtext": lambda field: f"{_text(field)}\nsecond line",
    "email": lambda _field: f"person{unique()}@example.com",
    "phone": lambda _field: f"+44 20 7946 {unique() % 1000:04}",
    "url": lambda _field: f"https://example.com/{unique()}",
    "country": lambda _field: "DE",
    "language": lambda _field: "ru",
    "color": lambda _field: "#12ab9f",
    "address": lambda _field: "1 High Street\nLondon",
    "integer": lambda field: _within(field, 7),
    "rating": lambda _field: 4,
    "duration": lambda _field: 90,
    "decimal": lambda field: f"{_within(field, 12)}.{'5' * field.places}".rstrip("."),
    "percent": lambda field: str(_within(field, 25)),
    "money": lambda field: {"amount": "1250.50", "currency": field.currency or "EUR"},
    "boolean": lambda _field: True,
    "date": lambda _field: "2026-03-31",
    "datetime": lambda _field: "2026-03-31T10:30:00Z",
    "time": lambda _field: "14:30",
    "tags": lambda _field: ["red", "蓝色"],
    "structure": lambda _field: {},
    "listed": lambda _field: [],
}


def _link(field: FieldSpec, actor: Actor, *, needed: bool) -> Any:
    """A link to a record that the actor sees; one is made when there is none and the link is needed."""
    if field.type.key == "file":
        return None
    target = "customer" if field.type.key == "anyreference" else field.target
    if target is None:
        return None
    number = linked(target, actor, make=needed or target != field.entity)
    if number is None:
        return [] if field.type.key == "references" else None
    if field.type.key == "references":
        return [number]
    return {"entity": target, "id": number} if field.type.key == "anyreference" else number


def linked(target: str, actor: Actor, *, make: bool = True, tried: Collection[str] = ()) -> int | None:
    """The number of a record of `target` that the actor sees."""
    if target == "user":
        return actor.user_id
    spec = registry.spec(target)
    found = records.visible(spec.model, to=actor).order_by("pk").values_list("pk", flat=True).first()
    if found is not None or not make or target in tried:
        return found
    return int(create_valid(spec, actor, only_required=True).pk)
