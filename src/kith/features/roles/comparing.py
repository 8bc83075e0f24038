"""Two roles side by side, with everything that is the same as well."""

from __future__ import annotations

from kith.engine import registry
from kith.engine.access import word_of
from kith.engine.identity.models import Role
from kith.engine.rights import (
    LIMIT_LABELS,
    REACH_LABELS,
    REST_LABELS,
    Difference,
    differences,
    entity_label,
    limit_said,
    spec_at,
    verb_label,
)
from kith.features.roles.matrix import ACROSS


def everything(left: Role, right: Role) -> list[Difference]:
    """Every verb that stands across, of every entity, then whatever else differs, then the limits."""
    keys = [*REST_LABELS, *sorted((spec.key for spec in registry.specs()), key=entity_label)]
    verbs = [
        (
            f"{entity_label(key)}: {verb_label(verb, spec_at(key))}",
            str(REACH_LABELS[word_of(left.grants, key, verb)]),
            str(REACH_LABELS[word_of(right.grants, key, verb)]),
        )
        for key in keys
        for verb in ACROSS
    ]
    limits = [
        (str(label), limit_said(left.limits.get(name)), limit_said(right.limits.get(name)))
        for name, label in LIMIT_LABELS.items()
    ]
    known = {line[0] for line in (*verbs, *limits)}
    return [*verbs, *(line for line in differences(left, right) if line[0] not in known), *limits]
