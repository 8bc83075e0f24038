"""Rules of relations, and the kinds that a new company begins with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid


def check_ends(relation: Any, *, actor: Actor) -> None:
    """Nothing stands in relation to itself. Raises Invalid."""
    if (relation.one_entity, relation.one) == (relation.other_entity, relation.other):
        raise Invalid({"other": [_("A record cannot stand in relation to itself.")]})
