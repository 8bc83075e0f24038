"""Background jobs: rows of the business database, written with the change that wants them, run at least once.

    from kith.engine.jobs import daily, progress, task

    @daily("03:00")
    @task(max_attempts=3)
    def recompute_scores() -> None: ...

    recompute_scores.using(unique_key="scores", actor_id=7).enqueue()

At least once means: a task whose worker is killed runs again from its start. So a task has to be idempotent:
write its effect and the mark that it happened in one transaction, under a unique key; what it sends carries
an id that was fixed before the first try. A task runs in no transaction; it opens its own.
"""

from kith.engine.jobs.errors import CancelledError, LeaseLostError, PermanentError
from kith.engine.jobs.runner import drain
from kith.engine.jobs.running import current, progress
from kith.engine.jobs.schedules import cron, daily, every, timetable
from kith.engine.jobs.store import cancel, retry
from kith.engine.jobs.task import JobTask, task

__all__ = [
    "CancelledError",
    "JobTask",
    "LeaseLostError",
    "PermanentError",
    "cancel",
    "cron",
    "current",
    "daily",
    "drain",
    "every",
    "progress",
    "retry",
    "task",
    "timetable",
]
