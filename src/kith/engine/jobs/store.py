"""Every statement that moves a job from one status to another.

Leases are counted by the database's clock: workers with wrong clocks do not take each other's jobs.
Plain SQL where it runs once per job, for its price; the ORM where it runs once in a while.
"""

import json
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Concat, Now

from kith.engine.connections import writing
from kith.engine.jobs.models import Job, Status

LONGEST_ERROR = 20_000
"""Characters kept of a traceback, counted from its end."""

DONE_KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A job as the worker that took it holds it."""

    id: int
    name: str
    args: dict[str, Any]
    attempt: int
    max_attempts: int
    actor_id: int | None
    worker: str


@dataclass(slots=True)
class Progress:
    """How far a job is."""

    done: int = 0
    total: int | None = None
    note: str = ""


# NOW and LATER (one parameter: seconds from now) stand for the database's own clock. SQLite compares times as
# texts: six digits after the point, as Django writes them, or a time just written would still be to come.
CLOCKS = {
    "postgresql": ("statement_timestamp()", "statement_timestamp() + %s * interval '1 second'"),
    "sqlite": (
        "strftime('%%Y-%%m-%%d %%H:%%M:%%f000', 'now')",
        "strftime('%%Y-%%m-%%d %%H:%%M:%%f000', 'now', %s || ' seconds')",
    ),
}

CLAIM = """
UPDATE engine_job SET status = 'running', attempts = attempts + 1, locked_by = %s, locked_until = LATER
WHERE id = (
    SELECT id FROM engine_job WHERE status = 'ready' AND run_at <= NOW
    ORDER BY priority DESC, run_at, id LIMIT 1 SKIPPING)
RETURNING id, name, args, attempts, max_attempts, actor_id
"""

SETTLED = """ locked_by = '', locked_until = NULL,
    progress_done = %s, progress_total = %s, progress_note = %s
WHERE id = %s AND status = 'running' AND locked_by = %s AND attempts = %s
"""

FINISH = (
    """
UPDATE engine_job SET result = %s, error = '', again = false,
    status = CASE WHEN again THEN 'ready' ELSE 'done' END,
    finished_at = CASE WHEN again THEN NULL ELSE NOW END,
    run_at = CASE WHEN again THEN NOW ELSE run_at END,
    attempts = CASE WHEN again THEN 0 ELSE attempts END,"""
    + SETTLED
)

RETRY = "UPDATE engine_job SET status = 'ready', error = %s, run_at = LATER," + SETTLED  # noqa: S608 - constants

PARK = "UPDATE engine_job SET status = 'failed', again = false, error = %s, finished_at = NOW," + SETTLED  # noqa: S608

RELEASE = "UPDATE engine_job SET status = 'ready', attempts = attempts - 1, run_at = NOW," + SETTLED  # noqa: S608

RENEW = """
UPDATE engine_job SET locked_until = LATER, progress_done = %s, progress_total = %s, progress_note = %s
WHERE id = %s AND status = 'running' AND locked_by = %s AND attempts = %s
RETURNING cancelled
"""

WAITING = "SELECT 1 FROM engine_job WHERE status = 'ready' AND run_at <= NOW LIMIT 1"


def _sql(text: str) -> str:
    now, later = CLOCKS[connection.vendor]
    skipping = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    return text.replace("NOW", now).replace("LATER", later).replace("SKIPPING", skipping)


def _writing() -> AbstractContextManager[None]:
    """PostgreSQL: one statement is its own transaction. SQLite: wait in line with the other writers."""
    return writing() if connection.vendor == "sqlite" else nullcontext()


def _write(text: str, params: tuple[Any, ...]) -> bool:
    with _writing(), connection.cursor() as cursor:
        cursor.execute(_sql(text), params)
        return bool(cursor.rowcount == 1)


def _fence(job: Claimed, progress: Progress) -> tuple[Any, ...]:
    note = storable(progress.note)[:200]
    return (progress.done, progress.total, note, job.id, job.worker, job.attempt)


def storable(value: Any) -> Any:
    """The value without what PostgreSQL cannot store: NUL and lone surrogates in texts."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value


def database_now() -> datetime:
    """The time of the database's clock, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute(_sql("SELECT NOW"), ())
        [(moment,)] = cursor.fetchall()
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def waiting() -> bool:
    """Is a job due? Reads only, so that an idle worker takes no lock."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(WAITING), ())
        return bool(cursor.fetchall())


def claim(worker: str, lease: float) -> Claimed | None:
    """Take the most urgent due job for `lease` seconds, counting an attempt; None when there is none."""
    with _writing(), connection.cursor() as cursor:
        cursor.execute(_sql(CLAIM), (worker, round(lease, 3)))
        rows = cursor.fetchall()
    if not rows:
        return None
    pk, name, args, attempt, max_attempts, actor_id = rows[0]
    return Claimed(
        id=pk,
        name=name,
        args=json.loads(args) if isinstance(args, str) else args,
        attempt=attempt,
        max_attempts=max_attempts,
        actor_id=actor_id,
        worker=worker,
    )


def finish(job: Claimed, progress: Progress, result: str) -> bool:
    """Done, with its result as JSON text; back to ready when asked for again. False: the lease was lost."""
    return _write(FINISH, (result, *_fence(job, progress)))


def retry_later(job: Claimed, progress: Progress, error: str, delay: float) -> bool:
    """Failed, to be tried again in `delay` seconds. False: the lease was lost."""
    return _write(RETRY, (storable(error)[-LONGEST_ERROR:], round(delay, 3), *_fence(job, progress)))


def park(job: Claimed, progress: Progress, error: str) -> bool:
    """Failed for good; kept for people to read and retry. False: the lease was lost."""
    return _write(PARK, (storable(error)[-LONGEST_ERROR:], *_fence(job, progress)))


def release(job: Claimed, progress: Progress) -> bool:
    """Give the job back unfinished; the attempt does not count. False: the lease was lost."""
    return _write(RELEASE, _fence(job, progress))


def renew(job: Claimed, progress: Progress, lease: float) -> bool | None:
    """Hold the job `lease` seconds more and show its progress.

    True: somebody asked to cancel it; False: go on; None: the lease was lost.
    """
    with _writing(), connection.cursor() as cursor:
        cursor.execute(_sql(RENEW), (round(lease, 3), *_fence(job, progress)))
        rows = cursor.fetchall()
    return bool(rows[0][0]) if rows else None


def reap() -> int:
    """Free the jobs of vanished workers: ready again, or parked when the attempts are used up. How many."""
    hopeless = Q(attempts__gte=F("max_attempts")) | Q(cancelled=True)
    lost = Concat(
        "error",
        Value("\nLease expired: worker "),
        "locked_by",
        Value(" vanished while running it (killed, out of memory, or cut off)."),
        output_field=TextField(),
    )
    expired = Job.objects.filter(status=Status.RUNNING, locked_until__lt=Now())
    return expired.update(
        status=Case(When(hopeless, then=Value(Status.FAILED)), default=Value(Status.READY)),
        finished_at=Case(When(hopeless, then=Now()), default=None),
        run_at=Now(),
        error=lost,
        again=False,
        locked_by="",
        locked_until=None,
    )


def cancel(job_id: int) -> bool:
    """Stop a job: a waiting one never starts, a running one ends at its next `progress` call.

    False when it has ended already or never was.
    """
    job = Job.objects.filter(pk=job_id)
    stopped = job.filter(status=Status.READY).update(
        status=Status.FAILED, cancelled=True, error="Cancelled.", finished_at=Now()
    )
    return bool(stopped or job.filter(status=Status.RUNNING).update(cancelled=True, again=False))


def retry(job_id: int) -> bool:
    """Make a failed job ready again with all its attempts.

    False when it is not failed, or when another job with its unique key is waiting or running.
    """
    failed = Job.objects.filter(pk=job_id, status=Status.FAILED)
    try:
        with transaction.atomic():
            return bool(
                failed.update(
                    status=Status.READY, attempts=0, cancelled=False, error="", run_at=Now(), finished_at=None
                )
            )
    except IntegrityError:
        return False


def purge(*, batch: int = 1000) -> int:
    """Delete done jobs after a week and failed ones after 90 days, in short transactions. How many."""
    now = database_now()
    old = Q(status=Status.DONE, finished_at__lt=now - DONE_KEPT)
    old |= Q(status=Status.FAILED, finished_at__lt=now - FAILED_KEPT)
    total = 0
    while ids := list(Job.objects.filter(old).values_list("pk", flat=True)[:batch]):
        total += Job.objects.filter(pk__in=ids).delete()[0]
    return total
