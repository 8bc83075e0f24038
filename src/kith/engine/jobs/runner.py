"""Runs one claimed job and settles how it ended."""

import contextvars
import json
import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import Error, connections
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json

from kith.engine.jobs import store
from kith.engine.jobs.backend import result_of
from kith.engine.jobs.errors import CancelledError, LeaseLostError, PermanentError
from kith.engine.jobs.heartbeat import Heartbeat
from kith.engine.jobs.models import Job
from kith.engine.jobs.running import Running, enter
from kith.engine.jobs.store import Claimed
from kith.engine.jobs.task import JobTask, delay_after, resolve

log = logging.getLogger(__name__)

DRAIN_LEASE = 3600.0
"""Seconds; `drain` has no heartbeat, so its leases are long."""

Settle = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt that raised."""

    error: str
    permanent: bool
    backoff: float


def execute(job: Claimed, heart: Heartbeat | None = None) -> Settle:
    """Run the job once. Returns what writes its outcome: repeatable, should the database be away then."""
    running = Running(job)
    holding: AbstractContextManager[None] = heart.holding(running) if heart else nullcontext()
    with holding:
        outcome = contextvars.copy_context().run(_attempt, running)
    return lambda: _settle(running, outcome)


def drain(*, limit: int | None = None, heart: Heartbeat | None = None) -> int:
    """Run due jobs here and now, in this thread and on this connection, until none is left. How many ran.

    For tests and for `kith worker --once`; jobs that wait for their next attempt stay waiting.
    """
    ran = 0
    lease = heart.lease if heart else DRAIN_LEASE
    while limit is None or ran < limit:
        job = store.claim("drain", lease)
        if job is None:
            break
        execute(job, heart)()
        ran += 1
    return ran


def _attempt(running: Running) -> str | Failure:
    """The result as JSON text, or the failure."""
    enter(running)
    task: JobTask[..., Any] | None = None
    try:
        task = resolve(running.job.name)
        result = _call(task, running.job)
        return _as_json(result)
    except (Exception, SystemExit, CancelledError, LeaseLostError) as error:
        return _failure(error, running, task)


def _call(task: JobTask[..., Any], job: Claimed) -> Any:
    args, kwargs = job.args.get("args", []), job.args.get("kwargs", {})
    if task.takes_context:
        row = Job.objects.get(pk=job.id)
        context = TaskContext(task_result=result_of(row, task, task.backend))
        return task.call(context, *args, **kwargs)
    return task.call(*args, **kwargs)


def _as_json(result: Any) -> str:
    try:
        return json.dumps(store.storable(normalize_json(result)), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise PermanentError("The work is done, but its result cannot be stored as JSON") from error


def _failure(error: BaseException, running: Running, task: JobTask[..., Any] | None) -> Failure:
    if isinstance(error, Error):
        _drop_broken_connections()
    job = running.job
    if isinstance(error, CancelledError):
        return Failure("Cancelled.", permanent=True, backoff=0)
    log.warning("Job %s %s failed in attempt %s: %r", job.id, job.name, job.attempt, error)
    permanent = isinstance(error, PermanentError)
    text = "".join(traceback.format_exception(error))
    return Failure(text, permanent=permanent, backoff=task.backoff if task else 10.0)


def _drop_broken_connections() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()


def _settle(running: Running, outcome: str | Failure) -> bool:
    """Write the outcome; False when the lease was lost, so that it is another worker's to write."""
    job = running.job
    if isinstance(outcome, str):
        kept = store.finish(job, running.progress, outcome)
    elif outcome.permanent or job.attempt >= job.max_attempts:
        kept = store.park(job, running.progress, outcome.error)
    else:
        delay = delay_after(job.attempt, outcome.backoff)
        kept = store.retry_later(job, running.progress, outcome.error, delay)
    if not kept:
        log.warning("Job %s %s outlived its lease; its outcome is left to the next attempt", job.id, job.name)
    return kept
