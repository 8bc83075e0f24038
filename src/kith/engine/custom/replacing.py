"""Choices that are taken out of a field while records have them: who has them, and what takes their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from kith.engine import bulk, epoch, journal, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.custom.models import CustomField
from kith.engine.custom.specs import bare_of
from kith.engine.expressions import ListHas
from kith.engine.identity.models import User
from kith.engine.jobs import progress, task
from kith.engine.keyed import CustomValue
from kith.engine.record import LIVE

CHUNK = 500


def in_use(row: CustomField, values: Iterable[str]) -> dict[str, int]:
    """How many live records have each of some choices of a field, those that are in use only."""
    counts = {value: _having(row, value).count() for value in values}
    return {value: count for value, count in counts.items() if count}


def _having(row: CustomField, value: str) -> QuerySet[Any]:
    """The live records that have a choice, whether it is still offered or not."""
    held, rows = CustomValue(bare_of(row)), registry.spec(row.entity).model.objects.filter(LIVE)
    found: QuerySet[Any]
    if row.kind == "multichoice":
        found = rows.annotate(_has=ListHas(held, value)).filter(_has=True)
    else:
        found = rows.annotate(_value=held).filter(_value=value)
    return found


def begin(row: CustomField, others: Mapping[str, str], batch: journal.Batch, *, by: Actor) -> None:
    """Have choices replaced by others ("" for none) in all records, in the background and in the same batch."""
    replace_choices.using(unique_key=f"choices:{row.pk}:{batch.pk}", actor_id=by.user_id).enqueue(
        row.pk, dict(others), by.user_id, batch.pk
    )


@task(max_attempts=10, backoff=5)
def replace_choices(number: int, others: dict[str, str], user_id: int | None, batch_id: int) -> None:
    """Replace choices in chunks; killed, it goes on with the records that still have them."""
    row = CustomField.live().filter(pk=number).first()
    user = User.live().filter(pk=user_id or 0, is_active=True).first()
    if row is None or user is None:
        return
    done = 0
    for value, other in others.items():
        last = 0
        while True:
            with epoch.turn():
                last, count = _chunk(row, (value, other), Actor.of(user), (last, batch_id))
            done += count
            progress(done, None)
            if not last:
                break


def _chunk(row: CustomField, pair: tuple[str, str], actor: Actor, place: tuple[int, int]) -> tuple[int, int]:
    """One transaction: the last id, 0 at the end, and how many were changed."""
    spec, (value, other) = registry.spec(row.entity), pair
    rows = _having(row, value).filter(pk__gt=place[0]).order_by("pk")[:CHUNK]
    given = []
    for record in rows:
        had = record.custom.get(bare_of(row).place)
        now = (
            other
            if isinstance(had, str)
            else [*(one for one in had or () if one != value), *([other] if other else ())]
        )
        given.append((record.pk, None, {row.key: now}))
    if not given:
        return 0, 0
    with writing():
        batch = journal.Batch.objects.get(pk=place[1])
        with journal.continued(batch):
            bulk.update(spec.model, given, by=actor.as_house(), batch=batch, partial=True)
    return (given[-1][0] if len(given) == CHUNK else 0), len(given)
