"""The forms in which rules are made: their fields for one object, and usual rules to begin from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.condition.subjects import anchored
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.formats import FORMS
from kith.engine.settings import company
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from kith.features.rules.checking import FORMED
from kith.features.rules.models import Effect, FormRule, Kind, Severity, ValidationRule, every_moment

MODELS: Mapping[str, Any] = {"validation": ValidationRule, "form": FormRule}
Groups = list[tuple[str, list[FieldSpec]]]


def offered(spec: EntitySpec, actor: Actor) -> list[FieldSpec]:
    """The fields that people fill in and that this person knows."""
    known = spec.readable(actor)
    return [one for key, one in known.items() if not one.readonly and key not in SYSTEM_FIELDS]


def choosing(spec: EntitySpec, actor: Actor) -> list[FieldSpec]:
    """Those of them in which one chooses."""
    return [one for one in offered(spec, actor) if one.choices]


def named(fields: list[FieldSpec]) -> tuple[Choice, ...]:
    """Fields as choices."""
    return tuple(Choice(one.key, one.label) for one in fields)


def one_of(field: FieldSpec, choices: tuple[Choice, ...], **more: Any) -> FieldSpec:
    """A field in which one of these is chosen."""
    return replace(field, type=TYPES["choice"], choices=choices, max_length=None, **more)


def several_of(field: FieldSpec, choices: tuple[Choice, ...], **more: Any) -> FieldSpec:
    """A field in which some of these are chosen."""
    return replace(field, type=TYPES["multichoice"], choices=choices, **more)


def groups(spec: EntitySpec, what: str, how: str, actor: Actor) -> Groups:
    """The fields of the form of a rule: `what` is validation or form, `how` its kind or its effect."""
    fields = registry.spec_of(MODELS[what]).fields
    found = (_validation if what == "validation" else _form)(spec, fields, how, offered(spec, actor))
    return [(title, [anchored(one, spec.key) for one in named_]) for title, named_ in found]


def _validation(spec: EntitySpec, f: Mapping[str, FieldSpec], how: str, known: list[FieldSpec]) -> Groups:
    texts = [one for one in known if one.type.key in FORMED]
    forms = tuple(Choice(form.key, form.label) for form in FORMS.values())
    where = f["where"]
    if how == Kind.FORMAT:
        looked = [one_of(f["field"], named(texts), required=True, label=_("Field")),
                  one_of(f["format"], forms, required=True),
                  replace(where, label=_("Only for records for which this holds"))]  # fmt: skip
        told = [replace(f["message"], help=_("Left empty, people are told what exactly is wrong."))]
    elif how == Kind.FORMULA:
        hint = _("Such as discount > 20 or end_on < start_on.")
        looked = [replace(f["formula"], required=True, target=spec.key, format="boolean", help=hint),
                  replace(where, label=_("Only for records for which this holds"))]  # fmt: skip
        told = [replace(f["message"], required=True), one_of(f["field"], named(known))]
    else:
        looked = [replace(where, required=True)]
        told = [replace(f["message"], required=True), one_of(f["field"], named(known))]
    asked = [f["severity"], f["moments"], one_of(f["changed"], named(known)), f["since"]]
    return [("", [f["name"]]), (_("What is wrong"), looked), (_("What happens"), [*told, *asked])]


def _form(spec: EntitySpec, f: Mapping[str, FieldSpec], how: str, known: list[FieldSpec]) -> Groups:
    chosen = [one for one in known if one.choices] if how == Effect.LIMIT else known
    done = [several_of(f["on"], named(chosen), required=True, label=LABELS[Effect(how)]())]
    if how == Effect.LIMIT:
        choices = tuple(
            Choice(choice.value, f"{one.label}: {choice.label}") for one in chosen for choice in one.choices
        )
        done.append(several_of(f["choices"], choices, required=True))
    if how == Effect.SET:
        hint = _("Written as in the API: a date as 2026-12-31, a choice by its value, yes as true.")
        done.append(replace(f["value"], required=True, help=hint))
    return [
        ("", [f["name"]]),
        (_("While this holds"), [replace(f["where"], required=True)]),
        (_("What then"), [replace(done[0], help=REACH[Effect(how)]()), *done[1:]]),
    ]


LABELS = {
    Effect.SHOW: lambda: _("Fields that are shown only then"),
    Effect.HIDE: lambda: _("Fields that are hidden then"),
    Effect.REQUIRE: lambda: _("Fields that must be filled in then"),
    Effect.LOCK: lambda: _("Fields that cannot be changed then"),
    Effect.LIMIT: lambda: _("Fields whose choices become fewer"),
    Effect.SET: lambda: _("Fields that are filled in then, unless somebody did"),
}


REACH: Mapping[Effect, Callable[[], str]] = {
    **dict.fromkeys((Effect.SHOW, Effect.HIDE), lambda: _(
        "In the form and on the page of the record; lists, reports and files still show them."
    )),
    **dict.fromkeys((Effect.REQUIRE, Effect.LOCK, Effect.LIMIT), lambda: _(
        "In the form at once; imports and the API are held to it when they save."
    )),
    Effect.SET: lambda: _("In the form at once, and when imports and the API save."),
}  # fmt: skip
"""Where a rule holds, for who makes one."""


# ---------------------------------------------------------------------- usual rules


@dataclass(frozen=True, slots=True)
class Usual:
    """A rule to begin from."""

    key: str
    label: str
    values: Mapping[str, Any]
    how: str = Kind.CONDITION


def usual(spec: EntitySpec, actor: Actor) -> list[Usual]:
    """Usual rules of validation that fit this object."""
    return list(_usual(offered(spec, actor)))


def _usual(known: list[FieldSpec]) -> Iterator[Usual]:
    by: dict[str, list[FieldSpec]] = {}
    where: dict[str, Any]
    for field in known:
        by.setdefault(field.type.key, []).append(field)
    for one in by.get("money", [])[:1]:
        label = _("“%(field)s” over a limit needs a reason") % {"field": one.label}
        where = {"field": one.key, "op": "gt", "value": {"amount": "10000", "currency": _currency(one)}}
        yield Usual("amount", label, _values(label, where, one.key, severity=Severity.WARN))
    for one in by.get("date", [])[:1]:
        label = _("“%(field)s” must not lie in the past") % {"field": one.label}
        where = {"field": one.key, "op": "lt", "value": {"days": -1}}
        yield Usual("past", label, _values(label, where, one.key, changed=one.key))
    phones, mails = by.get("phone", [])[:1], by.get("email", [])[:1]
    if phones and mails:
        ways = {"phone": phones[0].label, "mail": mails[0].label}
        label = _("“%(phone)s” or “%(mail)s” must be there") % ways
        where = {"all": [{"field": one.key, "op": "empty"} for one in (*phones, *mails)]}
        yield Usual("reach", label, _values(label, where, phones[0].key))
    for one in by.get("text", [])[-1:]:
        yield Usual("digit", _("The check digit of a number must be right"), {"field": one.key}, Kind.FORMAT)


def _values(label: str, where: Any, field: str, **more: Any) -> dict[str, Any]:
    return {"name": label, "where": where, "field": field, **more}


def _currency(field: FieldSpec) -> str:
    return field.currency or company().currency


def begun(spec: EntitySpec, what: str, key: str, actor: Actor) -> dict[str, Any]:
    """What the form of a new rule begins with."""
    if what == "form":
        return {}
    values: dict[str, Any] = {"severity": Severity.REFUSE, "moments": every_moment()}
    for one in usual(spec, actor):
        if one.key == key:
            values |= one.values
            if "name" in one.values:
                values["message"] = {actor.language: one.values["name"]}
    return values
