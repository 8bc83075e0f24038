"""The rules for duplicates that a new installation begins with: modules say what theirs are."""

from __future__ import annotations

from typing import Any

from kith.engine import bulk, plugs
from kith.engine.actor import Actor
from kith.features.duplicates.models import MatchRule

SHIPPED: list[dict[str, Any]] = []
"""Values of rules; names are translated when they are shipped."""


@plugs.set_up_steps.append
def ship() -> None:
    """The shipped rules, in the company's language; nothing where a rule is, or was, already."""
    if MatchRule.objects.exists() or not SHIPPED:
        return
    bulk.create(MatchRule, [{**one, "name": str(one["name"])} for one in SHIPPED], by=Actor.system())
