"""Records go from one person or unit to others in one batch, by the thousand in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext

from kith.engine import bulk, epoch, journal, plugs, registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.beginning import end_of_work
from kith.engine.connections import writing
from kith.engine.errors import NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.identity.models import User
from kith.engine.jobs import progress, task
from kith.engine.mass import TOLD, reason
from kith.engine.spec import EntitySpec
from kith.features.organisation.lines import ids_of
from kith.features.organisation.models import Kind, Move
from kith.kernel import clock

CHUNK = 500
Ending = Callable[[Move, Actor], None]
endings: dict[str, Ending] = {}
"""What is done by kind once all records have gone over, in one transaction with the end of the order."""


def find(number: int, by: Actor) -> Move:
    """An order, for who gave it and for who may change every user. Raises NotFound."""
    row = Move.objects.filter(pk=number).first()
    if row is None or not (row.user_id == by.user_id or by.access.reach("user", "update") is Reach.ALL):
        raise NotFound
    return row


def enqueue(row: Move) -> None:
    """Have it done; belongs into the transaction that stored it."""
    run.using(unique_key=f"move {row.pk}", actor_id=row.user_id).enqueue(row.pk)


@task(max_attempts=10, backoff=5)
def run(number: int) -> None:
    """Carry an order out with the rights that its person has now; killed, it goes on after the last chunk."""
    row = Move.objects.filter(pk=number, finished_at__isnull=True).first()
    if row is None:
        return
    while row.step < len(row.steps):
        with _acting(row) as actor:
            if actor is None:
                return
            spec, field = _place(row)
            ids = [one for one in ids_of(spec, field, row.subject, actor) if one > row.last]
        for start in range(0, len(ids), CHUNK):
            with _acting(row) as actor:
                if actor is None:
                    return
                _chunk(row, ids[start : start + CHUNK], actor)
            progress(row.taken, row.total)
        with writing():
            row.step, row.last = row.step + 1, 0
            row.save(update_fields=("step", "last"))
    _end(row)


def stop(row: Move) -> None:
    """What is taken back does not go on."""
    Move.objects.filter(pk=row.pk, finished_at__isnull=True).update(finished_at=clock.now())


@contextmanager
def _acting(row: Move) -> Iterator[Actor | None]:
    """A turn of who gave the order, as he is now; None once he may not sign in, or the order was stopped."""
    with epoch.turn():
        user = User.live().filter(pk=row.user_id, is_active=True).first()
        if user is None or not Move.objects.filter(pk=row.pk, finished_at__isnull=True).exists():
            yield None
            return
        actor = Actor.of(user, "job")
        with translation.override(actor.language), timezone.override(ZoneInfo(actor.time_zone)):
            yield actor


def _place(row: Move) -> tuple[EntitySpec, FieldSpec]:
    step = row.steps[row.step]
    spec = registry.spec(step["entity"])
    return spec, spec.fields[step["field"]]


def _chunk(row: Move, ids: Sequence[int], actor: Actor) -> None:
    """One transaction: some records, and how far the order is."""
    spec, _field = _place(row)
    with writing():
        batch = batch_of(row, actor)
        with journal.continued(batch):
            changes = _values(row, ids, actor)
            outcomes = bulk.attempt(changes, partial(bulk.update, spec.model, by=actor, partial=True))
        left = [
            [str(spec.key), number, reason(spec, outcome.errors)]
            for number, outcome in zip(ids, outcomes, strict=True)
            if outcome.id is None
        ]
        moved, stayed = row.told[row.step]
        row.told[row.step] = [moved + len(ids) - len(left), stayed + len(left)]
        row.batch_id, row.last, row.taken = batch.pk, ids[-1], row.taken + len(ids)
        row.refused = [*row.refused, *left][:TOLD]
        row.save(update_fields=("batch_id", "last", "taken", "told", "refused"))


def batch_of(row: Move, actor: Actor) -> journal.Batch:
    """The batch of an order: the one that it began, or a new one."""
    known = journal.Batch.objects.filter(pk=row.batch_id).first() if row.batch_id else None
    return known or journal.fresh(actor, row.kind, row.name)


def _values(row: Move, ids: Sequence[int], actor: Actor) -> list[tuple[int, None, dict[str, Any]]]:
    """What each record becomes; several receivers take them in turn."""
    spec, field = _place(row)
    people, done = row.steps[row.step]["to"], sum(row.told[row.step])
    turn = {number: people[(done + place) % len(people)] for place, number in enumerate(ids)}
    if field.type.key == "references":
        rows = spec.model.objects.filter(pk__in=ids).values_list("pk", field.key)
        given: dict[int, dict[str, Any]] = {
            number: {
                field.key: [*dict.fromkeys(turn[number] if one == row.subject else one for one in known)]
            }
            for number, known in rows
        }
    else:
        given = {number: {field.key: other_than(number, spec, turn[number], row)} for number in ids}
    for number, moment in _late(row, spec, ids, actor).items():
        given[number] = {**given[number], **moment}
    return [(number, None, given[number]) for number in ids]


def other_than(number: int, spec: EntitySpec, receiver: int, row: Move) -> int | None:
    """Who receives a person led by the subject does not come to lead himself: the subject's own manager does."""
    if (row.kind, spec.key, number) != (Kind.LEAVE, "user", receiver):
        return receiver
    gone = directory().people.get(row.subject)
    return gone.manager_id if gone else None


def _late(row: Move, spec: EntitySpec, ids: Sequence[int], actor: Actor) -> dict[int, dict[str, Any]]:
    """A new time for what is open and late, if that was asked for."""
    calendar = spec.calendar
    if not row.fresh_dates or calendar is None or not calendar.done:
        return {}
    past = {f"{calendar.start}__lt": clock.now(), calendar.done: False, "pk__in": ids}
    late = spec.model.objects.filter(**past).values_list("pk", flat=True)
    return {number: {calendar.start: end_of_work(actor)} for number in late}


def _end(row: Move) -> None:
    """What remains once all records have gone over, and that it is done."""
    with _acting(row) as actor:
        if actor is None:
            return
        with writing():
            batch = batch_of(row, actor)
            with journal.continued(batch):
                if row.kind in endings:
                    endings[row.kind](row, actor)
            row.batch_id, row.finished_at = batch.pk, clock.now()
            row.save(update_fields=("batch_id", "finished_at", "refused", "traces"))
            plugs.notify(
                [row.user_id], "move.finished", title=partial(_told, row), body=partial(_numbers, row),
                href=f"/moves/{row.pk}/", key=f"move:{row.pk}",
            )  # fmt: skip


def _told(row: Move, _reader: Actor) -> str:
    text = (
        gettext("The hand-over of %(name)s is done")
        if row.kind == Kind.LEAVE
        else gettext("%(name)s is merged")
    )
    return text % {"name": row.name}


def _numbers(row: Move, reader: Actor) -> str:
    moved, left = (sum(pair[place] for pair in row.told) for place in (0, 1))
    said = gettext("Moved: %(moved)s. Left as they are: %(left)s.")
    return said % {"moved": reader.show.number(moved), "left": reader.show.number(left)}
