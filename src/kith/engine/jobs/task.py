"""The declaration of a task: a module-level function and its policy."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ParamSpec, Self, TypeVar, cast

import django_tasks
from django.utils.module_loading import import_string
from django_tasks import DEFAULT_TASK_QUEUE_NAME
from django_tasks.base import DEFAULT_TASK_PRIORITY, Task
from typing_extensions import override

from kith.engine.jobs.errors import PermanentError

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_DELAY = 3600.0
"""Upper bound of the pause between two attempts, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task with its retry policy, and for one enqueueing its key and its actor."""

    max_attempts: int = 5
    """How often it is tried before it is parked as failed."""

    backoff: float = 10.0
    """Seconds before the second attempt; doubles with every further one, at most an hour."""

    unique_key: str | None = None
    """While a job with this key is ready or running, enqueueing gives that job instead of a new one."""

    again: bool = False
    """Meeting a *running* job with the key, have it run once more: it may have read the old state."""

    actor_id: int | None = None
    """The user on whose behalf the job runs."""

    @override
    def using(
        self,
        *,
        priority: int | None = None,
        queue_name: str | None = None,
        run_after: datetime | None = None,
        backend: str | None = None,
        unique_key: str | None = None,
        again: bool | None = None,
        actor_id: int | None = None,
    ) -> Self:
        """The same task with other options for this enqueueing."""
        options: dict[str, Any] = {
            "priority": priority,
            "queue_name": queue_name,
            "run_after": run_after,
            "backend": backend,
            "unique_key": unique_key,
            "again": again,
            "actor_id": actor_id,
        }
        return replace(self, **{name: value for name, value in options.items() if value is not None})


def task(
    *,
    priority: int = DEFAULT_TASK_PRIORITY,
    queue_name: str = DEFAULT_TASK_QUEUE_NAME,
    max_attempts: int = 5,
    backoff: float = 10.0,
) -> Callable[[Callable[P, T]], JobTask[P, T]]:
    """django_tasks' `@task(...)` with the types of this backend; both make the same task."""
    policy: dict[str, Any] = {"max_attempts": max_attempts, "backoff": backoff}
    declare = django_tasks.task(priority=priority, queue_name=queue_name, **policy)

    def decorate(function: Callable[P, T]) -> JobTask[P, T]:
        return cast(JobTask[P, T], declare(function))

    return decorate


def resolve(name: str) -> JobTask[..., Any]:
    """The task behind an import path. Raises ImportError, or PermanentError when it is something else."""
    found = import_string(name)
    if not isinstance(found, JobTask):
        raise PermanentError(f"{name} is not a task")
    return found


def delay_after(attempt: int, backoff: float) -> float:
    """Seconds to wait after failed attempt `attempt` (from 1): doubling, jittered by a quarter, bounded."""
    doubled = backoff * 2.0 ** min(attempt - 1, 20)
    jitter = random.uniform(0.75, 1.25)  # noqa: S311 - spreads retries, guards nothing
    return float(min(LONGEST_DELAY, doubled * jitter))
