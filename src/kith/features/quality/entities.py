"""Declaration of quality rules; what they may name is chosen, never typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry, uses
from kith.engine.entity import Entity, Section
from kith.engine.fieldtypes import Choice
from kith.engine.registry import register
from kith.engine.spec import EntitySpec
from kith.features.quality import checking
from kith.features.quality.models import QualityRule

SCORE, GAPS = "data_quality", "gaps"
"""The columns of an entity whose records have a score."""
LEFT_OUT = frozenset({SCORE, GAPS, "created_by", "updated_by", "unit", "team"})


@register
class QualityRuleEntity(Entity):
    """What a good record has."""

    model, key, plural, icon, group = QualityRule, "quality-rule", "quality-rules", "gauge", "settings"
    label, label_plural = _("Quality rule"), _("Quality rules")
    columns = ("name", "entity", "kind", "field", "weight", "active")
    layout = (
        Section.of(
            pgettext_lazy("rule", "Rule"),
            *("name", "entity", "kind", "field", "days", "where", "weight", "active"),
        ),
    )
    filters, search, import_by = ("entity", "kind", "active"), ("name",), ("name",)
    small, open, bumps, features = True, ("read",), "config", ()
    conditions, known_by = {"where": "entity"}, ("entity", "name")
    checks = (checking.check,)


def scored(spec: EntitySpec) -> bool:
    """Whether records of an entity have a score."""
    return SCORE in spec.fields and GAPS in spec.fields


@registry.joined_by
def offer(specs: dict[str, EntitySpec]) -> dict[str, EntitySpec]:
    """Let rules choose among the objects that have a score, and among their fields."""
    spec = specs["quality-rule"]
    known = [one for one in specs.values() if scored(one)]
    objects = tuple(Choice(one.key, one.label_plural) for one in known)
    offered = tuple(choice for one in known for choice in _fields(one))
    fields = dict(spec.fields)
    fields["entity"] = replace(fields["entity"], choices=objects)
    fields["field"] = replace(fields["field"], choices=offered, depends_on="entity")
    return {**specs, "quality-rule": replace(spec, fields=fields)}


def _fields(spec: EntitySpec) -> Iterator[Choice]:
    for field in spec.fields.values():
        if field.key not in LEFT_OUT:
            yield Choice(f"{spec.key}.{field.key}", field.label, under=(spec.key,))


@uses.names("quality-rule")
def looked_at(rule: QualityRule) -> Iterator[uses.Subject]:
    """The field that a rule looks at besides its condition."""
    named = [rule.field.partition(".")[2]] if rule.field else []
    return uses.of_paths(named, rule.entity)
