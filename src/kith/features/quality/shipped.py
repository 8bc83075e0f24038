"""The rules that a new installation begins with: modules say what theirs are."""

from __future__ import annotations

from typing import Any

from kith.engine import bulk, plugs
from kith.engine.actor import Actor
from kith.features.quality.models import QualityRule

# (entity, name, kind, field, days, weight); names are translated when they are shipped.
Shipped = tuple[str, Any, str, str, int | None, int]
SHIPPED: list[Shipped] = []


@plugs.set_up_steps.append
def ship() -> None:
    """The shipped rules, in the company's language; nothing where a rule is already."""
    if QualityRule.objects.exists() or not SHIPPED:
        return
    named = ("entity", "name", "kind", "field", "days", "weight")
    rows = [dict(zip(named, said, strict=True)) for said in SHIPPED]
    for row in rows:
        row["name"], row["field"] = str(row["name"]), row["field"] and f"{row['entity']}.{row['field']}"
    bulk.create(QualityRule, rows, by=Actor.system())
