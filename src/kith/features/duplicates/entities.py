"""Declaration of rules for duplicates."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kith.engine import offering, registry
from kith.engine.actions import action
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.registry import register
from kith.engine.spec import EntitySpec
from kith.features.duplicates.models import MatchRule

OFF = {"field": "active", "op": "is", "value": False}
ON = {"field": "active", "op": "is", "value": True}


def compared(spec: EntitySpec) -> bool:
    """Whether records of an entity are compared with each other."""
    return bool(spec.entity.alike) and spec.entity.rule is None


@registry.joined_by
def offer(specs: dict[str, EntitySpec]) -> dict[str, EntitySpec]:
    """Rules choose among the objects that are compared."""
    return offering.objects(specs, ("match-rule",), compared)


def check(rule: MatchRule, *, actor: Actor) -> None:
    """A rule about objects that can be compared, with something to compare. Raises Invalid."""
    known = {spec.key for spec in registry.specs() if compared(spec)}
    errors: dict[str, list[str]] = {}
    said = _("Choose one of %(list)s.") % {"list": ", ".join(sorted(known))}
    if rule.entity not in known:
        errors["entity"] = [said]
    if not isinstance(rule.also, list) or not set(map(str, rule.also)) <= known:
        errors["also"] = [said]
    if not rule.equal:
        errors["equal"] = [_("Say what is compared.")]
    if errors:
        raise Invalid(errors)


@action(gettext_lazy("Switch on"), done=pgettext_lazy("done", "Switched on"), icon="check", when=OFF)
def switch_on(rule: MatchRule, *, actor: Actor) -> None:
    """Let the rule work from now on."""
    rule.active = True


@action(gettext_lazy("Switch off"), done=pgettext_lazy("done", "Switched off"), icon="x", when=ON)
def switch_off(rule: MatchRule, *, actor: Actor) -> None:
    """Let the rule rest."""
    rule.active = False


@register
class MatchRuleEntity(Entity):
    """When people are warned that something is known already."""

    model, key, plural, icon, group = MatchRule, "match-rule", "match-rules", "copy", "settings"
    label, label_plural = gettext_lazy("Rule for duplicates"), gettext_lazy("Rules for duplicates")
    columns = ("name", "entity", "equal", "then", "active", "updated_at", "updated_by")
    layout = (
        Section.of(pgettext_lazy("rule", "Rule"), "name", "entity", "also", "equal"),
        Section.of(gettext_lazy("What happens"), "then", "moments", "tells", "active"),
    )
    filters, search = ("entity", "then", "active"), ("name",)
    checks, actions = (check,), (switch_on, switch_off)
    bumps, features, known_by = "config", (), ("entity", "name")
