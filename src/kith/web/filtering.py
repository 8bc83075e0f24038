"""Filters of lists: which fields are offered, what a filter asks, and chips that read like sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, sentence
from kith.engine.condition.sentence import period_label
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.kernel.money import Money
from kith.web.addressing import State
from kith.web.fields import Bound, Option, bind, submitted
from kith.web.pieces import Chip, Link

PERIODS = (
    "today",
    "yesterday",
    "tomorrow",
    "this_week",
    "last_week",
    "next_week",
    "this_month",
    "last_month",
    "next_month",
    "this_quarter",
    "last_quarter",
    "this_year",
    "last_year",
    "last_7_days",
    "last_30_days",
    "last_90_days",
    "next_7_days",
    "next_30_days",
)
WITHOUT_VALUE = ("empty", "not_empty")
AS_TYPED = ("text", "email", "phone", "url", "autonumber")


def chips(
    spec: EntitySpec, actor: Actor, parts: Sequence[Any], left: Callable[[Sequence[Any]], str]
) -> list[Chip]:
    """One chip for each condition; `left` gives the address of the list that the others alone make."""
    return [
        Chip(capital(sentence(parse(part, spec, actor), actor)), left((*parts[:place], *parts[place + 1 :])))
        for place, part in enumerate(parts)
    ]


def parts_of(where: Mapping[str, Any]) -> list[Any]:
    """The conditions that all must hold for `where` to hold, one by one."""
    if set(where) != {"all"}:
        return [where] if where else []
    return [part for inner in where["all"] for part in parts_of(inner)]


def capital(text: str) -> str:
    """The first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def offered(spec: EntitySpec, actor: Actor, state: State) -> list[Link]:
    """Fields to filter by: those that the entity names first, then all others."""
    readable = spec.readable(actor)
    keys = dict.fromkeys([*spec.filters, *readable])
    address = state.url(f"/{spec.plural}/filter/", cursor="", at=0)
    address += "&field=" if "?" in address else "?field="
    return [
        Link(str(readable[key].label), f"{address}{key}")
        for key in keys
        if key in readable and readable[key].type.operators
    ]


def operator_labels() -> dict[str, str]:
    """What operators are called in the form."""
    return {
        "is": _("is"),
        "is_not": _("is not"),
        "in": _("is one of"),
        "not_in": _("is none of"),
        "contains": _("contains"),
        "starts": _("starts with"),
        "gt": _("is more than"),
        "gte": _("is at least"),
        "lt": _("is less than"),
        "lte": _("is at most"),
        "between": _("is between"),
        "within": _("is within"),
        "empty": _("is empty"),
        "not_empty": _("is not empty"),
    }


def operators(field: FieldSpec) -> list[Option]:
    """The operators of a field, the one that people mean most often first."""
    labels = operator_labels()
    if field.type.key in ("date", "datetime"):
        labels |= {
            "gt": _("is after"),
            "gte": _("is on or after"),
            "lt": _("is before"),
            "lte": _("is on or before"),
        }
    usual = {
        "text": "contains",
        "email": "contains",
        "phone": "is",
        "choice": "in",
        "reference": "is",
        "date": "within",
        "datetime": "within",
    }
    first = usual.get(field.type.key, field.type.operators[0])
    order = [first, *(word for word in field.type.operators if word != first)]
    lists = ("in", "not_in") if field.type.key in ("reference", "date", "money", "decimal", "boolean") else ()
    return [
        Option(word, labels[word])
        for word in order
        if word in labels and word in field.type.operators and word not in lists
    ]


def values(field: FieldSpec, op: str, actor: Actor) -> list[Bound]:
    """The inputs that an operator needs."""
    if op in WITHOUT_VALUE:
        return []
    if op == "within":
        return [
            Bound(
                "value",
                _("Period"),
                "select",
                "this_month",
                options=[Option(name, period_label(name)) for name in PERIODS],
                required=True,
            )
        ]
    if op in ("in", "not_in") and field.type.key in ("choice", "country"):
        one = bind(field, None, actor)
        one.widget, one.value = "multiselect", []
        return [_value(one, "value")]
    if op in ("is", "is_not", "contains") and field.type.key == "boolean":
        options = [Option("true", _("Yes")), Option("false", _("No"))]
        return [Bound("value", str(field.label), "select", "true", options=options, required=True)]
    names = ("value", "value2") if op == "between" else ("value",)
    return [_value(bind(field, None, actor), name) for name in names]


def _value(made: Bound, name: str) -> Bound:
    made.name, made.id, made.required, made.help = name, f"filter-{name}", False, ""
    made.label = {"value": _("Value"), "value2": pgettext("between", "and")}[name]
    if made.widget == "textarea":
        made.widget = "text"
    return made


def asked(field: FieldSpec, op: str, sent: Any, actor: Actor) -> dict[str, Any]:
    """The condition that a filled-in filter form means. Raises Invalid at the value, Malformed."""
    spec = registry.spec(field.entity)
    given: Any
    if op in WITHOUT_VALUE:
        return _checked({"field": field.key, "op": op}, spec, actor)
    if op == "within":
        return _checked({"field": field.key, "op": op, "value": sent.get("value", "")}, spec, actor)
    if op in ("in", "not_in") and field.type.key not in ("choice", "country"):
        given = [
            _one(field, part.strip(), actor) for part in sent.get("value", "").split(",") if part.strip()
        ]
    elif op in ("in", "not_in"):
        given = [item for item in sent.getlist("value") if item]
    elif op == "between":
        given = [_one(field, _typed(field, sent, name), actor) for name in ("value", "value2")]
    else:
        said = _typed(field, sent, "value")
        given = said if said in ("me", "my_unit", "my_team") else _one(field, said, actor)
    if given in ("", None, [], ["", ""]):
        raise Invalid({"value": [_("Give a value to look for.")]})
    return _checked({"field": field.key, "op": op, "value": given}, spec, actor)


def _checked(condition: dict[str, Any], spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    parse(condition, spec, actor)
    return condition


def _typed(field: FieldSpec, sent: Any, name: str) -> str:
    """What was typed or chosen for an operand, as text."""
    renamed = {field.key: field}
    given = {
        key.replace(name, field.key, 1): sent.getlist(key)
        for key in sent
        if key in (name, f"{name}__currency", f"{name}__text")
    }
    found = submitted(renamed, _Sent(given)).get(field.key, "")
    return (
        found
        if isinstance(found, str)
        else ("true" if found is True else "false" if found is False else ",".join(found))
    )


class _Sent(dict[str, list[str]]):
    """A form's values by name, as a QueryDict gives them."""

    def __getitem__(self, key: str) -> Any:
        return super().__getitem__(key)[-1]

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if super().get(key) else default

    def getlist(self, key: str) -> list[str]:
        return super().__getitem__(key) if key in self else []


def _one(field: FieldSpec, text: str, actor: Actor) -> Any:
    """The JSON form of one typed operand. Raises Invalid."""
    try:
        value = text if field.type.key in AS_TYPED else field.type.parse(text, field, actor.language)
    except ValidationError as error:
        raise Invalid({"value": error.messages}) from error
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    return field.type.to_json(value, field)
