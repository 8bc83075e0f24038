"""One comparison as people fill it in: the ways to compare a field, the inputs of each, and from what was typed to the
condition and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.engine.condition.parsing import MEANT
from kith.engine.condition.sentence import period_label
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.titles import titles
from kith.kernel import periods
from kith.kernel.money import Money
from kith.kernel.numbers import identity
from kith.kernel.text import fold
from kith.web.choosing import in_memory, offers
from kith.web.fields import Bound, Option, bind

Typed = dict[str, list[str]]
"""What stands in the inputs of one comparison: `v` the value, `w` the second one, `n` a number of days or months."""

WITHOUT_VALUE = ("empty", "not_empty")
WITHIN = ("within", "not_within")
LISTED = ("in", "not_in")
COUNTED = ("last_n_days", "next_n_days", "last_n_months", "next_n_months")
USUAL_PERIODS = ("last_7_days", "last_30_days", "last_90_days", "next_7_days", "next_30_days")
COUNTED_NAME = re.compile(r"(last|next)_([1-9]\d{0,3})_(days|months)")
DAYS = {"older": ("lt", -1), "ahead": ("gt", 1)}
MOST_DAYS = 36_600
NEGATED = {"not_contains": "contains", "not_starts": "starts"}
AS_TYPED = ("text", "email", "phone", "url", "autonumber")
FEW = 12
"""As many records are offered as boxes; more are found by typing."""
NUMBERS = ("gte", "lte", "gt", "lt", "between", "is", "is_not", *WITHOUT_VALUE)
TEXTS = ("contains", "not_contains", "is", "is_not", "starts", "not_starts", *WITHOUT_VALUE)
TIMES = (*WITHIN, "older", "ahead", "is", "lt", "lte", "gt", "gte", "between", *WITHOUT_VALUE)
BOXES = (*LISTED, *WITHOUT_VALUE)
ORDERS: dict[str, Sequence[str]] = {
    "choice": BOXES,
    "reference": BOXES,
    "date": TIMES,
    "datetime": TIMES,
    "boolean": ("is",),
    **dict.fromkeys(("integer", "decimal", "percent", "money", "rating", "duration", "time"), NUMBERS),
    **dict.fromkeys(("phone", "country", "language", "color"), ("is", "is_not", *TEXTS)),
}


def ways(field: FieldSpec) -> list[Option]:
    """The ways to compare a field, the one that people mean most often first."""
    labels = labels_of(field)
    needed = {**NEGATED, **{word: op for word, (op, _sign) in DAYS.items()}}
    known = field.type.operators
    order = dict.fromkeys(ORDERS.get(field.type.key, TEXTS))
    return [Option(op, labels[op]) for op in order if needed.get(op, op) in known and op in labels]


def labels_of(field: FieldSpec) -> dict[str, str]:
    """What the ways to compare a field are called."""
    return {
        "is": _("is"),
        "is_not": _("is not"),
        "in": _("is"),
        "not_in": _("is not"),
        "contains": _("contains"),
        "not_contains": _("does not contain"),
        "starts": _("starts with"),
        "not_starts": _("does not start with"),
        "between": _("is between"),
        "empty": _("is empty"),
        "not_empty": _("is not empty"),
        **(_time_labels() if field.type.key in ("date", "datetime") else _number_labels()),
    }


def _time_labels() -> dict[str, str]:
    return {
        "within": _("is within"),
        "not_within": _("is not within"),
        "older": pgettext("filter", "is more than … days ago"),
        "ahead": pgettext("filter", "is more than … days ahead"),
        "gt": _("is after"),
        "gte": _("is on or after"),
        "lt": _("is before"),
        "lte": _("is on or before"),
    }


def _number_labels() -> dict[str, str]:
    return {
        "gt": _("is more than"),
        "gte": _("is at least"),
        "lt": _("is less than"),
        "lte": _("is at most"),
    }


def begin(field: FieldSpec, actor: Actor, *, usual: bool) -> tuple[str, Typed]:
    """How a fresh comparison begins. Among the `usual` fields of an entity, a moment that Kith notes when something
    happens, such as the last contact, is asked for where it did not happen lately."""
    kind = field.type.key
    if kind == "datetime" and field.readonly and usual and not field.required and field.key != "created_at":
        return "not_within", {"v": ["last_30_days"]}
    if kind in ("date", "datetime"):
        return "within", {"v": ["this_month"]}
    word = {"team": "my_team", "unit": "my_unit"}.get(field.target or "", "")
    if kind == "reference" and word and MEANT[field.target or "", word](actor):
        return "in", {"v": [word]}
    return ways(field)[0].value, {}


# ---------------------------------------------------------------------- inputs


def inputs(field: FieldSpec, op: str, typed: Typed, actor: Actor) -> list[Bound]:
    """The inputs that a way to compare needs, with what was typed."""
    if op in WITHOUT_VALUE:
        return []
    if op in WITHIN:
        return _period_inputs(typed)
    if op in DAYS:
        return [_number(typed, _("days ago") if op == "older" else _("days ahead"))]
    if op in LISTED:
        return [_boxes(field, typed, actor)]
    if field.type.key in ("boolean", "multichoice"):
        return [_select(field, typed)]
    return [_bound(field, typed, name, actor) for name in (("v", "w") if op == "between" else ("v",))]


def _period_inputs(typed: Typed) -> list[Bound]:
    names = (*periods.PERIODS, *USUAL_PERIODS)
    options = [Option(name, period_label(name)) for name in names]
    counted = {
        "last_n_days": _("the last … days"),
        "next_n_days": _("the next … days"),
        "last_n_months": _("the last … months"),
        "next_n_months": _("the next … months"),
    }
    options += [Option(name, text) for name, text in counted.items()]
    said = _first(typed, "v")
    chosen = said if said in {option.value for option in options} else "this_month"
    found = [Bound("v", _("Period"), "select", chosen, options=options, required=True)]
    if chosen in COUNTED:
        found.append(_number(typed, _("days") if chosen.endswith("days") else _("months")))
    return found


def _number(typed: Typed, unit: str) -> Bound:
    return Bound("n", _("How many"), inputmode="numeric", suffix=unit, value=_first(typed, "n"))


def _select(field: FieldSpec, typed: Typed) -> Bound:
    if field.type.key == "boolean":
        options = [Option("true", _("Yes")), Option("false", _("No"))]
        return Bound("v", _("Value"), "select", _first(typed, "v") or "true", options=options, required=True)
    options = [Option(choice.value, str(choice.label)) for choice in field.choices]
    return Bound("v", _("Value"), "select", _first(typed, "v"), options=options, required=True)


def _boxes(field: FieldSpec, typed: Typed, actor: Actor) -> Bound:
    """Boxes to tick: all choices, or the words for people with records that are few or found by typing."""
    chosen = [item for item in typed.get("v", ()) if item]
    made = Bound("v", _("Value"), "multiselect", chosen)
    if field.type.key == "choice":
        made.options = [Option(choice.value, str(choice.label)) for choice in field.choices]
        return made
    target = field.target or ""
    words = [Option(word, label) for word, label in _words().items() if (target, word) in MEANT]
    known = in_memory(target, actor)
    if known is not None and len(known) <= FEW:
        made.options = [*words, *(Option(str(number), name) for number, name in known.items())]
        return made
    ids = [number for number in map(identity, chosen) if number is not None]
    names = titles(target, ids, actor)
    made.widget, made.url = "references", f"/references/{target}/"
    made.options = [*words, *(Option(str(number), names.get(number, f"#{number}")) for number in ids)]
    made.text = _first(typed, "v__text")
    return made


def _words() -> dict[str, str]:
    return {"me": _("Me"), "my_team": _("My team"), "my_unit": _("My unit")}


def _bound(field: FieldSpec, typed: Typed, name: str, actor: Actor) -> Bound:
    sent = Sent(
        {key.replace(name, field.key, 1): list(typed[key]) for key in typed if typed[key] and _of(key, name)}
    )
    made = bind(field, None, actor, sent=sent)
    if made.widget in ("textarea", "rating", "color"):
        made.widget, made.input_type = "text", "text"
        made.inputmode = "numeric" if field.type.key == "rating" else made.inputmode
    if field.type.key == "references":
        made.widget, made.value, made.text = "reference", _first(typed, name), _first(typed, f"{name}__text")
    made.name, made.required, made.help = name, False, ""
    made.label = _("Value") if name == "v" else pgettext("between", "and")
    return made


def _of(key: str, name: str) -> bool:
    return key in (name, f"{name}__currency", f"{name}__text")


class Sent(dict[str, list[str]]):
    """A form's values by name, as a QueryDict gives them."""

    def __getitem__(self, key: str) -> Any:
        return super().__getitem__(key)[-1]

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if super().get(key) else default

    def getlist(self, key: str) -> list[str]:
        return super().__getitem__(key) if key in self else []


def _first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "")


# ---------------------------------------------------------------------- to the condition


def condition(path: str, field: FieldSpec, op: str, typed: Typed, *, actor: Actor) -> dict[str, Any]:
    """The condition that a filled-in comparison means. Raises Invalid at its input."""
    if op in WITHOUT_VALUE:
        return {"field": path, "op": op}
    if op in DAYS:
        real, sign = DAYS[op]
        return {"field": path, "op": real, "value": {"days": sign * _count(typed, MOST_DAYS)}}
    if op in NEGATED:
        return {"not": condition(path, field, NEGATED[op], typed, actor=actor)}
    if op in WITHIN:
        return {"field": path, "op": op, "value": _period(typed)}
    if op in LISTED:
        return {"field": path, "op": op, "value": _ticked(field, typed, actor)}
    if op == "between":
        return {"field": path, "op": op, "value": [_one(field, typed, name, actor) for name in ("v", "w")]}
    return {"field": path, "op": op, "value": _one(field, typed, "v", actor)}


def _missing(name: str) -> Invalid:
    return Invalid({name: [_("Give a value to look for.")]})


def _count(typed: Typed, most: int) -> int:
    text = _first(typed, "n").strip()
    number = identity(text)
    if number is None or not 0 < number <= most:
        raise Invalid({"n": [_("Give a whole number from 1 to %(most)s.") % {"most": most}]})
    return number


def _period(typed: Typed) -> str:
    name = _first(typed, "v")
    return name.replace("_n_", f"_{_count(typed, 3_660)}_") if name in COUNTED else name


def _ticked(field: FieldSpec, typed: Typed, actor: Actor) -> list[Any]:
    items = list(dict.fromkeys(item for item in typed.get("v", ()) if item))
    if _first(typed, "v__text").strip():
        items.append(_named(field, _first(typed, "v__text").strip(), "v", actor))
    if not items:
        raise Invalid({"v": [_("Choose at least one.")]})
    reference = field.type.key == "reference"
    return [identity(item) or item if reference else item for item in items]


def _named(field: FieldSpec, text: str, name: str, actor: Actor) -> str:
    """The record that a typed name means. Raises Invalid when there is none, or several."""
    found = offers(field.target or "", text, actor, 20)
    exact = [offer for offer in found if fold(offer.text) == fold(text)] or found
    if len(exact) != 1:
        raise Invalid({name: [_("Choose one of the records that are offered while you type.")]})
    return exact[0].id


def _one(field: FieldSpec, typed: Typed, name: str, actor: Actor) -> Any:
    """The JSON form of one typed operand. Raises Invalid."""
    text = _first(typed, name)
    kind = field.type.key
    if kind == "references" and not text and _first(typed, f"{name}__text").strip():
        text = _named(field, _first(typed, f"{name}__text").strip(), name, actor)
    if not text.strip():
        raise _missing(name)
    if kind in ("multichoice", "tags", *AS_TYPED):
        return text
    if kind == "references":
        return identity(text) or text
    if kind == "money":
        text = f"{text.strip()} {_first(typed, f'{name}__currency')}".strip()
    try:
        value = field.type.parse(text, field, actor.language)
    except ValidationError as error:
        raise Invalid({name: error.messages}) from error
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    return field.type.to_json(value, field)


# ---------------------------------------------------------------------- back from the condition


def read(
    said: Mapping[str, Any], field: FieldSpec, actor: Actor, *, negated: bool
) -> tuple[str, Typed] | None:
    """The way to compare and what to put into its inputs; None when there are no inputs for this."""
    op, value = str(said.get("op", "is")), said.get("value")
    if isinstance(value, Mapping) and set(value) == {"days"}:
        op, value = _days(op, value["days"])
    if negated:
        op = next((word for word, real in NEGATED.items() if real == op), "")
    if ORDERS.get(field.type.key) is BOXES and op in ("is", "is_not"):
        op, value = ("in" if op == "is" else "not_in"), [value]
    if op not in {way.value for way in ways(field)} or (isinstance(value, Mapping) and "field" in value):
        return None
    try:
        return op, _typed(op, value, field, actor)
    except (ValidationError, TypeError, ValueError):
        return None


def _days(op: str, days: Any) -> tuple[str, Any]:
    """The words for a number of days before or after today."""
    if isinstance(days, int) and days:
        for word, (real, sign) in DAYS.items():
            if op == real and (days > 0) == (sign > 0):
                return word, abs(days)
    return "", None


def _typed(op: str, value: Any, field: FieldSpec, actor: Actor) -> Typed:
    if op in WITHOUT_VALUE:
        return {}
    if op in DAYS:
        return {"n": [str(value)]}
    if op in WITHIN:
        return _typed_period(str(value))
    if op in LISTED:
        return {"v": [str(item) for item in value]}
    if op == "between":
        return _shown(field, value[0], "v", actor) | _shown(field, value[1], "w", actor)
    return _shown(field, value, "v", actor)


def _typed_period(name: str) -> Typed:
    counted = COUNTED_NAME.fullmatch(name)
    if counted and name not in USUAL_PERIODS:
        return {"v": [f"{counted[1]}_n_{counted[3]}"], "n": [counted[2]]}
    return {"v": [name]}


def _shown(field: FieldSpec, value: Any, name: str, actor: Actor) -> Typed:
    """One operand as its input shows it."""
    kind = field.type.key
    if kind == "boolean":
        return {name: ["true" if value in (True, "true") else "false"]}
    if kind in ("multichoice", "tags", *AS_TYPED):
        return {name: [str(value)]}
    if kind == "references":
        number = int(value)
        return {
            name: [str(number)],
            f"{name}__text": [titles(field.target or "", [number], actor).get(number, "")],
        }
    made = bind(field, field.type.clean(value, field), actor)
    found = {name: [str(made.value)]}
    return found | {f"{name}__currency": [made.text]} if kind == "money" else found
