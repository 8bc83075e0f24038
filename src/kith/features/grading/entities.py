"""Declarations of rating rules and their lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import offering, registry, uses
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.registry import register
from kith.engine.spec import EntitySpec
from kith.features.grading.models import RatingLine, RatingRule, Way


def check_rule(rule: RatingRule, *, actor: Actor) -> None:
    """A rule sets a field in which one value is chosen. Raises Invalid."""
    try:
        spec = registry.spec(rule.entity)
    except registry.UnknownEntity:
        raise Invalid(
            {"entity": [_("There are no such records. Write their key, such as customer.")]}
        ) from None
    field = spec.fields.get(rule.field)
    if field is None or field.type.key != "choice":
        raise Invalid({"field": [_("Write the key of a field in which one value is chosen, such as grade.")]})


def check_line(line: RatingLine, *, actor: Actor) -> None:
    """A line speaks of the records of its rule and gives a value that the field has. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    rule = RatingRule.live().filter(pk=line.rule_id).first()
    if rule is None:
        return
    if line.entity != rule.entity:
        errors["entity"] = [_("The line must speak of the same records as its rule.")]
    known = {choice.value for choice in registry.spec(rule.entity).fields[rule.field].choices}
    if line.value and line.value not in known:
        errors["value"] = [_("The field has no such value.")]
    if rule.way == Way.FIRST and not line.value:
        errors["value"] = [_("This must be filled in.")]
    if rule.way == Way.POINTS and bool(line.where) == bool(line.value):
        errors["value"] = [
            _("A line gives points by a condition, or is a band with a value: one of the two.")
        ]
    if errors:
        raise Invalid(errors)


def rated(spec: EntitySpec) -> bool:
    """Whether records of an entity can be rated: daily work with a field in which one value is chosen."""
    return spec.entity.group in ("work", "lists") and any(offering.choices(spec))


@registry.joined_by
def offer(specs: dict[str, EntitySpec]) -> dict[str, EntitySpec]:
    """Rules choose among these objects and their choices, lines among the objects."""
    specs = offering.objects(specs, ("rating-line",), rated)
    return offering.objects(specs, ("rating-rule",), rated, {"field": offering.choices})


@register
class RatingRuleEntity(Entity):
    """Which values records deserve."""

    model, key, plural, icon, group = RatingRule, "rating-rule", "rating-rules", "stairs", "settings"
    label, label_plural = _("Rating rule"), _("Rating rules")
    columns = ("name", "entity", "field", "way", "hold_days", "active")
    layout = (
        Section.of(pgettext_lazy("rule", "Rule"), "name", "entity", "field", "way", "where", "hold_days",
                   "review_months", "active"),
    )  # fmt: skip
    filters, search, sort = ("entity", "active"), ("name",), "name"
    checks, bumps, features = (check_rule,), "config", ()
    conditions, known_by = {"where": "entity"}, ("name",)


@register
class RatingLineEntity(Entity):
    """Lines of rating rules."""

    model, key, plural, icon, group = RatingLine, "rating-line", "rating-lines", "list-numbers", "settings"
    label, label_plural = _("Rating line"), _("Rating lines")
    columns = ("name", "rule", "position", "points", "value")
    layout = (Section.of(_("Rating line"), "rule", "name", "position", "entity", "where", "points", "value"),)
    filters, search, sort = ("rule",), ("name",), "position"
    checks, bumps, features = (check_line,), "config", ()
    conditions, known_by = {"where": "entity"}, ("rule", "name")


@uses.names("rating-rule")
def set_by(rule: RatingRule) -> Iterator[uses.Subject]:
    """The field that a rule sets."""
    return uses.of_paths([rule.field], rule.entity)
