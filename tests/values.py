"""Valid values for the fields of any entity, derived from its spec, with the linked records that they need.

The suites that are derived from the registry stand on this, so that a new entity is covered when it is declared.
What no spec can say (a rule of an entity's own) is said once, in RULES.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import UniqueConstraint

from kith.engine import records, registry, worktime
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import FILES
from kith.engine.identity.models import User
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from kith.features.files.attaching import attach
from kith.features.files.store import Arriving

_counter = itertools.count(1)
_codes: set[int] = set()


def unique() -> int:
    """A number that no other call of this run gets."""
    return next(_counter)


def a_key() -> str:
    """A key for an object of one's own whose small number (15 bits of a checksum) no other has in this run."""
    known = {registry.code_of(one.key) for one in registry.declared()} | _codes
    key = next(key for key in iter(lambda: f"thing-{unique()}", "") if registry.code_of(key) not in known)
    _codes.add(registry.code_of(key))
    return key


def a_protection(number: int | None = None) -> int:
    """A registration that was approved and protects: one of its own, or one that is there."""
    system = Actor.system()
    spec = registry.spec("registration")
    found = number or create_valid(spec, system, name=f"Protected {unique()}").pk
    for verb in ("submit", "approve"):
        records.perform(verb, (spec.model, found), by=system)
    return found


def a_person() -> dict[str, Any]:
    """A contact, as links to any record are written."""
    return {
        "entity": "contact",
        "id": create_valid(registry.spec("contact"), Actor.system(), only_required=True).pk,
    }


# Values that an entity's own checks ask for; functions are called once per record.
PERIOD: dict[str, Callable[[], Any]] = {
    "person": lambda: User.live().order_by("pk").values_list("pk", flat=True)[0],
    "deputy": lambda: create_valid(registry.spec("user"), Actor.system()).pk,
    "starts_at": lambda: "2026-01-05T08:00:00Z",
    "ends_at": lambda: "2026-01-09T17:00:00Z",
}
SETTINGS = (
    ("name", "Kith & Co"), ("language", "en"), ("country", "GB"), ("time_zone", "UTC"), ("week_start", "0"),
    ("currency", "EUR"), ("idle", "4320"), ("absolute", "20160"), ("password_length", "10"),
)  # fmt: skip
CHOOSING = (
    ("customer", "kind"), ("customer", "status"), ("customer", "grade"), ("contact", "role"), ("address", "kind"),
    ("involvement", "role"), ("activity", "kind"), ("activity", "priority"), ("lead", "status"), ("lead", "warmth"),
    ("lead", "disqualified_because"), ("opportunity", "outcome"), ("stage", "outcome"), ("stage", "tone"),
    ("absence", "kind"), ("absence", "extent"), ("deputy", "extent"), ("purpose", "basis"), ("consent", "channel"),
)  # fmt: skip
# What a German company fills in; the account tells it from the others.
NUMBERS: dict[str, Callable[[], Any]] = {
    "country": lambda: "DE",
    "tax_number": lambda: "136695976",
    "swift": lambda: "COBADEFFXXX",
    "main": lambda: False,
}
RULES: dict[str, dict[str, Callable[[], Any]]] = {
    "absence": PERIOD,
    "deputy": PERIOD,
    "working-hours": {
        **dict.fromkeys(worktime.DAYS, lambda: "9:00-12:30, 13:30-18:00"),
        "time_zone": lambda: "Europe/Berlin",
        "holidays": lambda: "2026-10-01 - 2026-10-07",
        "workdays": lambda: "2026-10-10",
    },
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
        "depends_on": lambda: "",
        "minimum": lambda: "",
        "maximum": lambda: "",
        "currency": lambda: "",
        "when_gone": lambda: "",
        "tree": lambda: False,
        "formula": lambda: "",
        "default_formula": lambda: "",
        "format": lambda: "",
    },
    "custom-object": {
        "key": a_key,
        "plural": lambda: f"things-{unique()}",
        "label": lambda: {"en": "Thing", "zh-hans": "东西", "ru": "Вещь"},
        "label_plural": lambda: {"en": "Things"},
        "numbering": lambda: "T-{year}-{n:04}",
        **dict.fromkeys(("icon", "board", "calendar_start", "calendar_end", "under"), lambda: ""),
    },
    "role": {
        "grants": lambda: {"customer": {"read": "own"}},
        "levels": lambda: {"customer": {"phone": "read"}},
    },
    # Each is set only once, and to what it usually is: the other tests count on that.
    "company-setting": {
        "key": lambda: SETTINGS[unique() % len(SETTINGS)][0],
        "value": lambda: SETTINGS[(unique() - 1) % len(SETTINGS)][1],
    },
    # Nobody reports to himself, whoever is found first.
    "contact": {"reports_to": lambda: None},
    "involvement": {"reports_to": lambda: None},
    "relation": {"one": a_person, "other": a_person},
    # The first of a customer is the usual one.
    "legal-detail": {**NUMBERS, "main": lambda: True},
    "own-legal-detail": NUMBERS,
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
    "product-category": {"days": lambda: 30, "warn_days": lambda: 3, "active": lambda: True},
    "registration": {
        "tax_number": lambda: f"T{unique()}",
        **dict.fromkeys(("phone", "address", "project_address"), lambda: ""),
    },
    "quality-rule": {
        "entity": lambda: "customer",
        "kind": lambda: "filled",
        "field": lambda: "customer.phone",
        "where": dict,
        "active": lambda: False,
    },
    "registration-extension": {"registration": a_protection},
    "identity-provider": {
        "scopes": lambda: "openid email",
        "domains": lambda: ["example.com"],
        "role_map": dict,
    },
    "purpose": {"entity": lambda: "customer", "since": lambda: "created_at"},
    "legal-hold": {"about": a_person},
    "consent": {"about": a_person, "given_at": lambda: "2026-01-05T08:00:00Z", "proof": list},
    "home-page": {"order": lambda: ["day"], "hidden": list, "parts": list},
    "record-type": {
        "entity": lambda: "lead",
        "key": lambda: f"kind_{unique()}",
        "unused": lambda: ["website"],
        "limits": dict,
        "standard": lambda: False,
        "active": lambda: False,
    },
    "retention-rule": {
        "entity": lambda: "customer",
        "where": lambda: {"field": "name", "op": "starts", "value": "A"},
        "since": lambda: "updated_at",
        "ending": lambda: "trash",
    },
    "sharing-rule": {
        "entity": lambda: "customer",
        "where": lambda: {"field": "name", "op": "starts", "value": "A"},
    },
    # What rests holds nobody to it; nobody is named, for people do not travel.
    "pool": {
        "entity": lambda: "customer",
        "active": lambda: False,
        "everyone": lambda: True,
        "admins": list,
        "people": list,
        "units": list,
        "roles": list,
        "hidden": lambda: ["city"],
        "masked": lambda: ["phone"],
        "spared": lambda: {"field": "status", "op": "is", "value": "active"},
        "onward": lambda: None,
        "onward_days": lambda: None,
        "period": lambda: 1,
    },
    "pool-limit": {
        "entity": lambda: "customer",
        "active": lambda: False,
        "people": list,
        "units": list,
        "roles": list,
        "spared": lambda: {"field": "status", "op": "is", "value": "active"},
    },
    "pool-rule": {
        "entity": lambda: "customer",
        "active": lambda: False,
        "where": lambda: {"field": "name", "op": "starts", "value": "A"},
        "pool": lambda: None,
        "follow_up": lambda: "A 90, B 60, others 30",
        "opportunity": lambda: "",
        "deal": lambda: "180",
        "level": lambda: "grade",
        "hour": lambda: 2,
        "warning": lambda: 3,
    },
    "button": {
        "entity": lambda: "customer",
        "does": lambda: "link",
        "stands": lambda: "record",
        "label": lambda: {"en": "Map", "zh-hans": "地图"},
        "icon": lambda: "map-pin",
        "link": lambda: "https://example.com/?q={name}",
        "presets": dict,
        "when": lambda: {"field": "name", "op": "starts", "value": "A"},
    },
    "menu": {
        "role": lambda: create_valid(registry.spec("role"), Actor.system()).pk,
        "entries": lambda: [{"kind": "object", "entity": "customer"}],
    },
    # Each field's choices are arranged only once.
    "choice-list": {
        "entity": itertools.cycle(entity for entity, _field in CHOOSING).__next__,
        "field": itertools.cycle(field for _entity, field in CHOOSING).__next__,
        "choices": list,
    },
    # Each thing has words only once.
    "wording": {
        "entity": lambda: "customer",
        "what": lambda: "field",
        "key": itertools.cycle(
            ("name", "kind", "status", "grade", "industry", "phone", "email", "city", "about")
        ).__next__,
        "words": lambda: {"en": "Word", "zh-hans": "词"},
    },
    # Rules that rest, for one in force would hold the other tests to it.
    "match-rule": {"entity": lambda: "customer", "also": list, "active": lambda: False},
    "validation-rule": {
        "entity": lambda: "customer",
        "where": lambda: {"field": "name", "op": "starts", "value": "A"},
        "field": lambda: "phone",
        "format": lambda: "",
        "changed": lambda: "grade",
        "active": lambda: False,
    },
    "form-rule": {
        "entity": lambda: "customer",
        "where": lambda: {"field": "name", "op": "starts", "value": "A"},
        "effect": lambda: "require",
        "on": lambda: ["phone"],
        "active": lambda: False,
    },
    # A rule without lines sets nothing.
    "rating-rule": {
        "name": lambda: f"Rule {unique()}",
        "entity": lambda: "customer",
        "field": lambda: "grade",
        "way": lambda: "points",
        "where": lambda: {"field": "name", "op": "starts", "value": "A"},
    },
    "rating-line": {
        "name": lambda: f"Line {unique()}",
        "entity": lambda: "customer",
        "where": lambda: {"field": "name", "op": "starts", "value": "A"},
        "value": lambda: "",
    },
    # A rule for nobody: the other tests do not count on clocks.
    "follow-up-rule": {
        "where": lambda: {"field": "name", "op": "is", "value": "-"},
        "neglect_days": lambda: 40,
        "rhythm_days": lambda: 7,
    },
    # What never lasts long enough.
    "follow-up-kind": {"kind": lambda: "task", "least_seconds": lambda: 9_999_999},
    "visit-rule": {
        "customers": lambda: {"field": "name", "op": "starts", "value": "A"},
        "active": lambda: False,
    },
    "visit-form": {
        "customers": lambda: {"field": "name", "op": "starts", "value": "A"},
        "active": lambda: False,
    },
    "report-rule": {
        **dict.fromkeys(("people", "roles", "units"), list),
        "weekdays": lambda: ["0"],
        "from_time": lambda: "08:00",
        "until_time": lambda: "18:00",
        "active": lambda: False,
    },
    "visit-question": {"kind": lambda: "text", "options": lambda: ""},
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
        linked_once = field.type.key == "reference" and field.key in once and field.key not in rules
        if linked_once and field.target and field.target != "user":
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
    if kind in ("reference", "references", "anyreference", *FILES):
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
    "location": lambda _field: "52.52,13.405",
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
    "words": lambda field: {"en": _text(field), "zh-hans": "样本", "ru": "Образец"},
    "condition": lambda _field: {},
    "listed": lambda _field: [],
}


def _link(field: FieldSpec, actor: Actor, *, needed: bool) -> Any:
    """A link to a record that the actor sees; one is made when there is none and the link is needed."""
    if field.type.key in FILES:
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
    return a_file(actor) if target == "attachment" else int(create_valid(spec, actor, only_required=True).pk)


def a_file(actor: Actor) -> int:
    """A file on a customer: only an upload makes one."""
    arriving = Arriving(f"letter {unique()}.txt")
    arriving.write(b"hello")
    about = create_valid(registry.spec("customer"), actor, only_required=True).pk
    return int(attach(registry.spec("customer"), about, [arriving.finish()], by=actor)[0].pk)
