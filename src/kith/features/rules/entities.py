"""Declarations of rules."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import uses
from kith.engine.actions import action
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.formula import storing
from kith.engine.registry import register
from kith.features.rules.checking import check_form, check_validation
from kith.features.rules.models import FormRule, ValidationRule

OFF = {"field": "active", "op": "is", "value": False}
ON = {"field": "active", "op": "is", "value": True}


@action(_("Switch on"), done=pgettext_lazy("done", "Switched on"), icon="check", when=OFF)
def switch_on(rule: ValidationRule | FormRule, *, actor: Actor) -> None:
    """Let the rule work from now on."""
    rule.active = True


@action(_("Switch off"), done=pgettext_lazy("done", "Switched off"), icon="x", when=ON)
def switch_off(rule: ValidationRule | FormRule, *, actor: Actor) -> None:
    """Let the rule rest."""
    rule.active = False


@register
class ValidationRuleEntity(Entity):
    """What records must not be, in the company's own words."""

    model, key, plural, icon, group = (
        ValidationRule,
        "validation-rule",
        "validation-rules",
        "check",
        "settings",
    )
    elsewhere = True
    label, label_plural = _("Validation rule"), _("Validation rules")
    columns = ("name", "entity", "severity", "active", "updated_at", "updated_by")
    layout = (
        Section.of(
            pgettext_lazy("rule", "Rule"), "name", "entity", "kind", "where", "formula", "field", "format"
        ),
        Section.of(_("What happens"), "message", "severity", "moments", "changed", "since", "active"),
    )
    filters, search = ("entity", "active", "severity"), ("name",)
    checks, actions = (check_validation,), (switch_on, switch_off)
    bumps, features = "config", ()
    conditions, known_by = {"where": "entity"}, ("entity", "name")


@register
class FormRuleEntity(Entity):
    """How forms react to what stands in them."""

    model, key, plural, icon, group = FormRule, "form-rule", "form-rules", "forms", "settings"
    elsewhere = True
    label, label_plural = _("Form rule"), _("Form rules")
    columns = ("name", "entity", "effect", "active", "updated_at", "updated_by")
    layout = (
        Section.of(pgettext_lazy("rule", "Rule"), "name", "entity", "where"),
        Section.of(pgettext_lazy("rule", "What then"), "effect", "on", "choices", "value", "active"),
    )
    filters, search = ("entity", "active", "effect"), ("name",)
    checks, actions = (check_form,), (switch_on, switch_off)
    bumps, features = "config", ()
    conditions, known_by = {"where": "entity"}, ("entity", "name")


@uses.names("validation-rule")
def looked_at(rule: ValidationRule) -> Iterator[uses.Subject]:
    """The fields that a rule looks at besides its condition, behind links too."""
    named = {rule.field, rule.changed, *storing.names(rule.formula)}
    return uses.of_paths(sorted(named - {""}), rule.entity)


@uses.names("form-rule")
def done_to(rule: FormRule) -> Iterator[uses.Subject]:
    """The fields that a rule does something to."""
    return uses.of_paths(rule.on, rule.entity)


uses.shaped_at("validation-rule", lambda rule: f"rules/validation/{rule.pk}/edit/")
uses.shaped_at("form-rule", lambda rule: f"rules/form/{rule.pk}/edit/")
