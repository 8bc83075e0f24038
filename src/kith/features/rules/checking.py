"""What rules themselves must be: about an object that there is, on fields that it has, and possible to satisfy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.formats import FORMS
from kith.engine.formula import FormulaError, check
from kith.engine.spec import EntitySpec, UnknownField
from kith.features.rules import covering
from kith.features.rules.models import Effect, FormRule, Kind, ValidationRule

FORMED = ("text", "longtext", "autonumber")
Wrong = Iterator[tuple[str, Any]]


def check_validation(rule: ValidationRule, *, actor: Actor) -> None:
    """A validation rule that can be asked. Raises Invalid."""
    _raise(_validation(rule, _spec(rule), actor))


def check_form(rule: FormRule, *, actor: Actor) -> None:
    """A form rule that can be done. Raises Invalid."""
    _raise(_form(rule, _spec(rule), actor))


def _raise(found: Wrong) -> None:
    errors: dict[str, list[Any]] = {}
    for name, text in found:
        errors.setdefault(name, []).append(text)
    if errors:
        raise Invalid(errors)


def _spec(rule: Any) -> EntitySpec:
    try:
        return registry.spec(rule.entity)
    except registry.UnknownEntity:
        raise Invalid({"entity": [_("There is no such object.")]}) from None


def known(name: str, spec: EntitySpec, actor: Actor) -> FieldSpec | None:
    """The field of a name that this person may know."""
    try:
        return spec.resolve(name, actor)
    except UnknownField:
        return None


def _validation(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> Wrong:
    for place in ("field", "changed"):
        name = getattr(rule, place)
        if name and known(name, spec, actor) is None:
            yield place, _("There is no such field.")
    if not rule.moments:
        yield "moments", _("Say when it is looked at.")
    if rule.kind == Kind.FORMAT:
        yield from _formed(rule, spec, actor)
        return
    yield from _computed(rule, spec, actor) if rule.kind == Kind.FORMULA else _asked(rule)
    if not any((rule.message or {}).values()):
        yield "message", _("This must be filled in.")


def _computed(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> Wrong:
    try:
        check(rule.formula, spec, actor, wanted="boolean", stored=False)
    except FormulaError as error:
        yield "formula", error.located(rule.formula)


def _formed(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> Wrong:
    field = known(rule.field, spec, actor)
    if rule.format not in FORMS:
        yield "format", _("Choose one of the listed values.")
    if not rule.field:
        yield "field", _("This must be filled in.")
    elif field is not None and field.type.key not in FORMED:
        yield "field", _("Only a text can have a format.")


def _asked(rule: ValidationRule) -> Wrong:
    if not rule.where:
        yield "where", _("Say when a record is wrong.")
    elif covering.always(rule.where):
        yield "where", _("This holds for every record: none could ever be saved.")
    elif covering.never(rule.where):
        yield "where", _("This holds for no record: nothing would ever be wrong.")


def _form(rule: FormRule, spec: EntitySpec, actor: Actor) -> Wrong:
    if not rule.where:
        yield "where", _("Say while what holds.")
    found = {name: known(str(name), spec, actor) for name in rule.on}
    if not found:
        yield "on", _("Choose at least one field.")
    for name, field in found.items():
        if field is None or field.readonly:
            yield "on", _("“%(name)s” is no field that is filled in here.") % {"name": str(name)[:60]}
    fields = [field for field in found.values() if field is not None]
    more = {Effect.HIDE: _hidden, Effect.SHOW: _hidden, Effect.LIMIT: _limited, Effect.SET: _filled}
    if rule.effect in more:
        yield from more[Effect(rule.effect)](rule, fields)


def _hidden(_rule: FormRule, fields: list[FieldSpec]) -> Wrong:
    for field in fields:
        if field.required and field.initial() in (None, ""):
            text = _("“%(name)s” must always be filled in and can therefore not be hidden.")
            yield "on", text % {"name": field.label}


def _limited(rule: FormRule, fields: list[FieldSpec]) -> Wrong:
    if not rule.choices:
        yield "choices", _("Choose at least one.")
    for field in fields:
        if not field.choices:
            yield "on", _("“%(name)s” has no choices.") % {"name": field.label}
        elif not set(rule.choices) <= {choice.value for choice in field.choices}:
            yield "choices", _("Choose one of the listed values.")


def _filled(rule: FormRule, fields: list[FieldSpec]) -> Wrong:
    for field in fields:
        try:
            field.type.clean(rule.value, field)
        except ValidationError as error:
            yield "value", f"{field.label}: {' '.join(error.messages)}"
