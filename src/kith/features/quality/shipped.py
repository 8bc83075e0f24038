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
    rows = [
        {"entity": entity, "name": str(name), "kind": kind, "field": f"{entity}.{field}", "days": days, "weight": weight}
        for entity, name, kind, field, days, weight in SHIPPED
    ]  # fmt: skip
    bulk.create(QualityRule, rows, by=Actor.system())
