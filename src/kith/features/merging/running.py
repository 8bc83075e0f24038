"""Merges with very many linked records: in the background, as many as go into one transaction at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext

from kith.engine import epoch, journal, plugs, records, registry, undo
from kith.engine.actor import Actor
from kith.engine.carrying import Carrying, children
from kith.engine.connections import writing
from kith.engine.errors import NotFound, Refused
from kith.engine.identity.models import User
from kith.engine.jobs import progress, task
from kith.features.merging import merging
from kith.features.merging.choosing import Choosing
from kith.features.merging.merging import Wish
from kith.features.merging.models import Merge
from kith.kernel import clock

AT_ONCE = 5_000
"""More linked records than these are moved in the background."""


def begin(wish: Wish, *, by: Actor) -> journal.Batch | Merge:
    """Merge at once, or have it done where very much hangs on the records. Raises NotFound, Forbidden, Stale,
    Invalid."""
    rows = merging.found(wish.spec, wish.ids, by)
    total = sum(count for _child, count in merging.linked(wish.spec, wish.losers))
    if total <= AT_ONCE or by.user_id is None:
        return merging.merge(wish, by=by)
    merging.fresh(wish, rows)
    Choosing(wish.spec, rows, rows[0], by).values(wish.chosen)
    merging.refuse_unseen(wish.spec, wish.losers, by)
    with writing():
        row = merging.order(wish, by)
        row.total = total
        row.save()
        run.using(unique_key=f"merge {row.pk}", actor_id=by.user_id).enqueue(row.pk)
    return row


def find(number: int, by: Actor) -> Merge:
    """A merge that one ordered. Raises NotFound."""
    row = Merge.objects.filter(pk=number, user_id=by.user_id or 0).first()
    if row is None:
        raise NotFound
    return row


@task(max_attempts=10, backoff=5)
def run(number: int) -> None:
    """Carry a merge out with the rights that its person has now; killed, it goes on after the last chunk. What was
    refused on the way is taken back."""
    row = Merge.objects.filter(pk=number, finished_at__isnull=True).first()
    if row is None:
        return
    with _acting(row) as actor:
        if actor is None:
            return
        try:
            _carry(row, actor)
            _settle(row, actor)
        except Refused as error:
            _refused(row, error, actor)


@contextmanager
def _acting(row: Merge) -> Iterator[Actor | None]:
    with epoch.turn():
        user = User.live().filter(pk=row.user_id or 0, is_active=True).first()
        if user is None:
            yield None
            return
        actor = Actor.of(user, "job")
        with translation.override(actor.language), timezone.override(ZoneInfo(actor.time_zone)):
            yield actor


def _wish(row: Merge) -> Wish:
    return Wish(registry.spec(row.entity), row.master, tuple(row.losers), row.chosen)


def _batch(row: Merge, actor: Actor) -> journal.Batch:
    known = journal.Batch.objects.filter(pk=row.batch_id).first() if row.batch_id else None
    return known or journal.fresh(actor, merging.VERB, row.name, row.entity)


def _carry(row: Merge, actor: Actor) -> None:
    """All links, chunk by chunk; what is linked meanwhile is led over at the end."""
    wish, batch = _wish(row), _batch(row, actor)
    merging.refuse_unseen(wish.spec, wish.losers, actor)
    for child in children(wish.spec):
        chunks = Carrying(wish.spec, wish.losers, wish.master, actor, batch).chunks(child)
        more = True
        while more:
            with records.transaction():
                merging.found(wish.spec, wish.ids, actor)
                with journal.continued(batch):
                    count = next(chunks, 0)
                row.taken, row.batch_id, more = row.taken + count, batch.pk, count > 0
                row.save(update_fields=("taken", "batch_id"))
            progress(row.taken, row.total)


def _settle(row: Merge, actor: Actor) -> None:
    wish = _wish(row)
    with records.transaction():
        batch = _batch(row, actor)
        with journal.continued(batch):
            rows = merging.found(wish.spec, wish.ids, actor, lock=True)
            values = Choosing(wish.spec, rows, rows[0], actor).values(wish.chosen)
            merging.refuse_unseen(wish.spec, wish.losers, actor)
            Carrying(wish.spec, wish.losers, wish.master, actor, batch).all()
            merging.settle(row, wish, rows, values, by=actor, batch=batch)
        _tell(row, _done, "")


def _refused(row: Merge, error: Refused, actor: Actor) -> None:
    """Nothing half done: what was led over goes back, and the person is told why."""
    if row.batch_id and journal.Batch.objects.filter(pk=row.batch_id, undone_by__isnull=True).exists():
        undo.undo(row.batch_id, by=actor)
    with writing():
        row.refused, row.finished_at = str(error), clock.now()
        row.save(update_fields=("refused", "finished_at"))
        _tell(row, _failed, row.refused)


def _tell(row: Merge, title: Any, body: str) -> None:
    if row.user_id:
        plugs.notify(
            [row.user_id],
            "merge.finished",
            title=title,
            body=body,
            href=f"/merges/{row.pk}/",
            key=f"merge:{row.pk}",
        )


def _done(_reader: Actor) -> str:
    return gettext("Your records are merged")


def _failed(_reader: Actor) -> str:
    return gettext("Your records could not be merged")
