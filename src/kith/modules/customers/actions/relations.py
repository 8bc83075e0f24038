"""Rules of relations, and the kinds that a new company begins with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.customers.models import Relation


def check_ends(relation: Any, *, actor: Actor) -> None:
    """Nothing stands in relation to itself. Raises Invalid."""
    if (relation.one_entity, relation.one) == (relation.other_entity, relation.other):
        raise Invalid({"other": [_("A record cannot stand in relation to itself.")]})


def check_once(relation: Any, *, actor: Actor) -> None:
    """Two records stand in a relation of a kind once. Raises Invalid."""
    if relation.restored or not any(relation.moved(name) for name in ("kind", "one", "other")):
        return
    same = {
        name: getattr(relation, name) for name in ("kind_id", "one_entity", "one", "other_entity", "other")
    }
    if Relation.live().filter(**same).exclude(pk=relation.pk).exists():
        raise Invalid({"other": [_("This link exists already.")]})
