"""Which stored records the rows of a chunk mean: by fields or by external key, within the actor's reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.expressions import column as column_of
from kith.engine.fieldtypes import FieldSpec
from kith.features.imports.plan import Plan
from kith.kernel.text import fold, sort_key

Meaning = tuple[Any, ...]


def meaning(plan: Plan, values: dict[str, Any]) -> Meaning | None:
    """What a row is found by, in comparable form; None when a part is missing or makes no sense."""
    found = []
    for item in plan.by:
        given = values.get(item.key)
        try:
            value = (
                item.type.parse(given, item, plan.locale)
                if isinstance(given, str)
                else item.type.clean(given, item)
            )
        except ValidationError:
            return None
        if item.type.empty(value):
            return None
        found.append(fold(value) if _folded(item) else value)
    return tuple(found) or None


def _folded(item: FieldSpec) -> bool:
    """Whether records are compared by the folded text, which an index serves."""
    return bool(item.sort_column) and item.type.key == "text"


def existing(plan: Plan, meanings: Iterable[Meaning], actor: Actor) -> dict[Meaning, list[int]]:
    """Ids of the visible records that the rows mean; one query for all."""
    wanted = set(meanings)
    if not wanted:
        return {}
    first = plan.by[0]
    rows = records.visible(plan.spec.model, to=actor)
    marks = {f"_m{number}": column_of(item) for number, item in enumerate(plan.by)}
    rows = rows.annotate(**marks)
    heads = {meaning[0] for meaning in wanted}
    if _folded(first):
        rows = rows.filter(**{f"{first.sort_column}__in": {sort_key(text) for text in heads}})
    else:
        rows = rows.filter(_m0__in=heads)
    found: dict[Meaning, list[int]] = {}
    for pk, *values in rows.order_by("pk").values_list("pk", *marks):
        same = tuple(
            fold(value) if _folded(item) else value for item, value in zip(plan.by, values, strict=True)
        )
        if same in wanted:
            found.setdefault(same, []).append(pk)
    return found
