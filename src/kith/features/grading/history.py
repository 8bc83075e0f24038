"""Noting what people set by hand, for modules whose actions do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kith.engine import registry
from kith.engine.actor import Actor
from kith.features.grading.models import RatingChange
from kith.kernel import clock


def by_hand(
    record: Any, field: str, old: str, new: str, *, reason: str, until: dt.date, actor: Actor
) -> None:
    """A person set a choice field, with a reason, until a day; belongs into the action that does it."""
    RatingChange.objects.create(
        entity=registry.key_of(record), record_id=record.pk, field=field, old=old, new=new,
        user_id=actor.user_id, reason=reason, until=until, at=clock.now(),
    )  # fmt: skip
