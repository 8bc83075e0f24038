"""A run's walk through its file: to check, or to take in. Each chunk is one transaction together with the progress, so
that a walk which was killed goes on after the last committed row and no row is taken twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kith.engine import epoch
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Forbidden, Invalid, Refused
from kith.engine.identity.models import User
from kith.engine.insisting import insisting, reason
from kith.engine.jobs import progress
from kith.engine.journal import Batch
from kith.engine.registry import spec as spec_of
from kith.features.imports import places, plan, problems
from kith.features.imports.chunk import Chunk
from kith.features.imports.entries import Tally
from kith.features.imports.finding import Memory
from kith.features.imports.models import ACTIVE, ImportRun, State
from kith.features.imports.reading import Row, chunks, count, numbered, table_of
from kith.features.imports.seen import Seen
from kith.features.tabular import Table, TableError
from kith.features.tabular.rejected import suffix, write_rejected
from kith.kernel import clock

CHUNK = 500
COUNTS = ("rows_done", "last_row", "created", "updated", "skipped", "failed", "errors_bytes")
PROGRESS = (*COUNTS, "links", "sample", "problems", "warnings")


class Stopped(Exception):
    """Somebody cancelled the run, or another worker has it."""


def actor_of(run: ImportRun) -> Actor:
    """On whose behalf a run works: with the rights that he has now. Raises Forbidden when he is gone."""
    if run.actor_id is None:
        return Actor.system("import")
    user = User.live().filter(pk=run.actor_id, is_active=True).first()
    if user is None:
        raise Forbidden(_("The person who started this import may no longer sign in."))
    return Actor.of(user, "import")


@contextmanager
def turn(run: ImportRun) -> Iterator[Actor]:
    """Rights and configuration as they are now, language and time zone of the person."""
    with epoch.turn():
        actor = actor_of(run)
        with translation.override(actor.language), timezone.override(ZoneInfo(actor.time_zone)):
            yield actor


def walk(number: int) -> None:
    """Go through a run's file from where it stands, and finish the run. What cannot succeed leaves it failed."""
    run = ImportRun.objects.get(pk=number)
    if run.state not in ACTIVE:
        return
    with translation.override(Actor.system().language):
        try:
            _walk(run)
        except Stopped:
            return
        except (TableError, Refused) as error:
            fail(run, error)


def fail(run: ImportRun, error: Exception) -> None:
    """Note why a run ended; what it committed stays and can be undone."""
    text = error.message if isinstance(error, TableError) else _reason(error)
    ImportRun.objects.filter(pk=run.pk, state__in=ACTIVE).update(
        state=State.FAILED, message=text, finished_at=clock.now()
    )


def _reason(error: Exception) -> str:
    if isinstance(error, Invalid):
        return "; ".join(str(text) for texts in error.errors.values() for text in texts)
    return str(error)


def _walk(run: ImportRun) -> None:
    with turn(run):
        table = table_of(run, places.source(run))
        _begin(run, table)
    memory, seen = Memory(), Seen() if run.dry else None
    try:
        for rows in chunks(numbered(table, run.last_row), CHUNK):
            run = _step(run, rows, memory, seen)
            progress(run.rows_done, run.rows_total)
    finally:
        if seen is not None:
            seen.close()
    with turn(run):
        _finish(run, table)


def _begin(run: ImportRun, table: Table) -> None:
    """Count the rows, which reads the whole file once before anything is written; open the journal's batch."""
    total = run.rows_total if run.rows_total is not None else count(table)
    with writing():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.state not in ACTIVE:
            raise Stopped
        fresh.rows_total = total
        if fresh.state == State.RUNNING:
            fresh.resumed += 1
        if fresh.dry:
            reset(fresh)
        elif fresh.batch_id is None:
            fresh.batch_id = _batch(fresh).pk
        fresh.started_at = fresh.started_at or clock.now()
        fresh.state = State.RUNNING
        fresh.save()
    run.__dict__.update(fresh.__dict__)


def _batch(run: ImportRun) -> Batch:
    actor = actor_of(run)
    batch = Batch(
        kind="import", label=run.name[:200], at=clock.now(), actor_id=actor.user_id, actor_name=actor.name[:200],
        channel=actor.channel, entity=run.entity,
    )  # fmt: skip
    batch.save()
    return batch


def reset(run: ImportRun) -> None:
    """Forget what an earlier walk counted."""
    for name in COUNTS:
        setattr(run, name, 0)
    run.links, run.sample, run.problems, run.warnings, run.rejected, run.message = {}, [], [], {}, "", ""
    run.started_at = run.finished_at = None


def _step(run: ImportRun, rows: Sequence[Row], memory: Memory, seen: Seen | None) -> ImportRun:
    """One chunk with its progress in one transaction. Raises Stopped when the run is no longer ours."""
    with turn(run) as actor, writing():
        fresh: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.state != State.RUNNING or fresh.last_row != run.last_row or fresh.dry != run.dry:
            raise Stopped
        batch = None if fresh.dry else Batch.objects.get(pk=fresh.batch_id or 0)
        mapping = plan.read(fresh.mapping, spec_of(fresh.entity), fresh.header, actor)
        work = Chunk(mapping, actor, batch, memory, seen)
        with insisting(reason(), fresh.reasons):
            tally = _taken(work, rows, keep=not fresh.dry)
        _account(fresh, tally, rows[-1][0])
        fresh.save(update_fields=PROGRESS)
    for name, links in work.linking.made.items():
        memory.keep(name, links)
    return fresh


def _taken(work: Chunk, rows: Sequence[Row], *, keep: bool) -> Tally:
    with transaction.atomic():
        tally = work.run(rows)
        transaction.set_rollback(not keep)
    return tally


def _account(run: ImportRun, tally: Tally, last: int) -> None:
    run.rows_done += tally.rows
    run.created += tally.created
    run.updated += tally.updated
    run.skipped += tally.skipped
    for entity, number in tally.links.items():
        run.links[entity] = run.links.get(entity, 0) + number
    run.last_row = last
    problems.note(run, places.errors(run), tally.problems)


def _finish(run: ImportRun, table: Table) -> None:
    """Write the rejected rows, then say that it is done."""
    changes: dict[str, Any] = {
        "state": State.CHECKED if run.dry else State.DONE,
        "finished_at": clock.now(),
        "rejected": "",
    }
    if run.errors_bytes:
        run.rejected = ("check" if run.dry else "rejected") + suffix(table)
        write_rejected(places.rejected(run), table, problems.Noted(places.errors(run), run.errors_bytes))
        changes["rejected"] = run.rejected
    ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(**changes)
