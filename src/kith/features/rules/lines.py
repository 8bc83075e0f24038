"""Rules as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.called import bracketed
from kith.engine.condition.subjects import told
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.formats import FORMS
from kith.engine.naming import Renamed
from kith.engine.spec import EntitySpec
from kith.features.rules.models import Effect, FormRule, Kind, Moment, Severity, ValidationRule
from kith.features.rules.ordering import stored


@dataclass(frozen=True, slots=True)
class Line:
    """One rule for reading: what it says, and what else there is to know."""

    number: int
    name: str
    said: str
    active: bool
    message: str = ""
    notes: tuple[str, ...] = ()
    warns: bool = False


def lines(spec: EntitySpec, what: str, actor: Actor) -> list[Line]:
    """The rules of an object in their order."""
    make = _validation if what == "validation" else _form
    return [make(rule, spec, actor) for rule in stored(spec, what)]


def condition(where: Any, spec: EntitySpec, actor: Actor) -> str:
    """A condition as a sentence."""
    return told(where, FieldSpec("", "where", "", TYPES["condition"], target=spec.key), actor)


def _label(spec: EntitySpec, name: str) -> str:
    return str(spec.fields[name].label) if name in spec.fields else name


def _validation(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> Line:
    said = condition(rule.where, spec, actor)
    if rule.kind == Kind.FORMAT:
        words = {
            "field": _label(spec, rule.field),
            "form": FORMS[rule.format].label if rule.format in FORMS else "",
        }
        form = _("“%(field)s” must have this format: %(form)s") % words
        said = bracketed(form, said) if said else form
    if rule.kind == Kind.FORMULA:
        said = bracketed(rule.formula, said) if said else rule.formula
    notes = [str(rule.get_severity_display())]
    if set(rule.moments) != set(Moment.values):
        notes += [str(Moment(one).label) for one in rule.moments if one in Moment.values]
    if rule.changed:
        notes.append(_("Only when “%(field)s” changes") % {"field": _label(spec, rule.changed)})
    if rule.since:
        notes.append(_("For what is created from %(day)s on") % {"day": actor.show.date(rule.since)})
    message = str(Renamed(rule.message, next((text for text in rule.message.values() if text), "")))
    return Line(rule.pk, rule.name, said, rule.active, message, tuple(notes), rule.severity == Severity.WARN)


SENTENCES = {
    Effect.SHOW: lambda: _("%(fields)s: shown only while: %(condition)s"),
    Effect.HIDE: lambda: _("%(fields)s: hidden while: %(condition)s"),
    Effect.REQUIRE: lambda: _("%(fields)s: must be filled in while: %(condition)s"),
    Effect.LOCK: lambda: _("%(fields)s: cannot be changed while: %(condition)s"),
    Effect.LIMIT: lambda: _("%(fields)s: only %(choices)s while: %(condition)s"),
    Effect.SET: lambda: _("%(fields)s: becomes %(value)s when: %(condition)s"),
}


def _form(rule: FormRule, spec: EntitySpec, actor: Actor) -> Line:
    labels = {
        choice.value: str(choice.label)
        for name in rule.on
        if name in spec.fields
        for choice in spec.fields[name].choices
    }
    words = {
        "fields": ", ".join(_label(spec, name) for name in rule.on),
        "choices": ", ".join(labels.get(value, value) for value in rule.choices),
        "value": labels.get(rule.value, rule.value),
        "condition": condition(rule.where, spec, actor),
    }
    return Line(rule.pk, rule.name, SENTENCES[Effect(rule.effect)]() % words, rule.active)
