"""What people set by hand: it holds for a while, is noted, and goes back when it is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kith.engine import epoch, journal, leftovers, registry
from kith.engine.actor import Actor
from kith.engine.journal import Batch
from kith.features.grading.models import RatingChange, RatingRule
from kith.kernel import clock
from kith.kernel.periods import add_months


@epoch.per_configuration
def months() -> dict[tuple[str, str], int]:
    """After how many months what active rules set is looked at again, by object and field; of several the soonest."""
    rows = RatingRule.live().filter(active=True).order_by("-review_months")
    return {(rule.entity, rule.field): rule.review_months for rule in rows}


def by_hand(
    record: Any, field: str, old: str, new: str, *, reason: str, until: dt.date, actor: Actor
) -> None:
    """A person set a choice field, with a reason, until a day; belongs into the action that does it."""
    RatingChange.objects.create(
        entity=registry.key_of(record), record_id=record.pk, field=field, old=old, new=new,
        user_id=actor.user_id, reason=reason, until=until, at=clock.now(), batch_id=journal.number(),
    )  # fmt: skip


def keep_days(record: Any, field: str, *, actor: Actor) -> None:
    """For an entity's `derive`: what a person wrote into a field that rules set holds until it is looked at again,
    what a rule set is only looked at again, and an emptied field is left to the rules."""
    after = months().get((registry.key_of(record), field))
    if after is None or record.restored or not record.moved(field):
        return
    today, value = clock.today(actor.time_zone), getattr(record, field)
    held: dt.date | None = getattr(record, f"{field}_until")
    again: dt.date | None = add_months(today, after)
    if not value:
        held = again = None
    elif actor.user_id is not None:
        held = again = held if held is not None and held >= today else again
    setattr(record, f"{field}_until", held)
    setattr(record, f"{field}_review_on", again)


def note_written(rows: Sequence[Any], field: str, *, actor: Actor) -> None:
    """For an entity's `after`: what people wrote into a field that rules set, unless an action noted it already."""
    if not rows or actor.user_id is None or (registry.key_of(rows[0]), field) not in months():
        return
    entity, batch = registry.key_of(rows[0]), journal.number()
    told = RatingChange.objects.filter(batch_id=batch, entity=entity, field=field)
    known = set(told.values_list("record_id", flat=True))
    RatingChange.objects.bulk_create(
        RatingChange(
            entity=entity, record_id=one.pk, field=field, old=one.before[field] if one.before else "",
            new=getattr(one, field), user_id=actor.user_id, until=getattr(one, f"{field}_until"), at=clock.now(),
            batch_id=batch,
        )
        for one in rows
        if one.pk not in known and (one.moved(field) if one.before else getattr(one, field))
    )  # fmt: skip


@leftovers.undone
def take_back(batch: Any, left: list[tuple[str, int]]) -> None:
    """What a batch set did not happen once it is taken back, and did once that is taken back in its turn."""
    _mark(batch.pk, left, undone=True)
    for number in Batch.objects.filter(undone_by=batch.pk).values_list("pk", flat=True):
        _mark(number, left, undone=False)


def _mark(batch: int, left: list[tuple[str, int]], *, undone: bool) -> None:
    rows = RatingChange.objects.filter(batch_id=batch)
    for entity in {entity for entity, _number in left}:
        kept = [number for key, number in left if key == entity]
        rows = rows.exclude(entity=entity, record_id__in=kept)
    rows.update(undone=undone)
