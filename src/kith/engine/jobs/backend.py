"""The Django Tasks backend: a job is a row, inserted in the caller's transaction."""

from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest, Least, Now
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json
from typing_extensions import override

from kith.engine.jobs.models import Job, Status
from kith.engine.jobs.task import JobTask, resolve

P = ParamSpec("P")
T = TypeVar("T")

STATUSES = {
    Status.READY.value: TaskResultStatus.READY,
    Status.RUNNING.value: TaskResultStatus.RUNNING,
    Status.DONE.value: TaskResultStatus.SUCCESSFUL,
    Status.FAILED.value: TaskResultStatus.FAILED,
}


class DatabaseBackend(BaseTaskBackend):
    """Keeps jobs in the business database, so that they are rolled back and backed up with the data.

    Options: `lease` (seconds, 60) and `grace` (seconds that a stopping worker waits for its jobs, 30).
    """

    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, {"QUEUES": [], **params})  # no list of queues: any name will do

    @override
    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Insert the job, or find the one that has its unique key already."""
        self.validate_task(task)
        if not isinstance(task, JobTask):
            raise TypeError(f"{task.module_path} was declared for another backend")
        found = _insert(task, {"args": normalize_json(args), "kwargs": normalize_json(kwargs)})
        result: TaskResult[T] = result_of(found, task, self.alias)
        task_enqueued.send(type(self), task_result=result)
        return result

    @override
    def get_result(self, result_id: str) -> TaskResult[Any]:
        """The present state of a job. Raises TaskResultDoesNotExist."""
        job = Job.objects.filter(pk=int(result_id)).first() if result_id.isdecimal() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, resolve(job.name), self.alias)


def _insert(task: JobTask[..., Any], args: dict[str, Any]) -> Job:
    if task.unique_key is None:
        return _create(task, args)
    while True:
        try:
            with transaction.atomic():
                return _create(task, args)
        except IntegrityError:
            known = _join(task)
        if known is not None:
            return known


def _create(task: JobTask[..., Any], args: dict[str, Any]) -> Job:
    moment = {"run_at": task.run_after} if task.run_after else {}
    return Job.objects.create(
        queue=task.queue_name,
        name=task.module_path,
        args=args,
        priority=task.priority,
        max_attempts=task.max_attempts,
        unique_key=task.unique_key,
        actor_id=task.actor_id,
        **moment,
    )


def _join(task: JobTask[..., Any]) -> Job | None:
    """The job that has the key; None when it ended in the meantime.

    A ready one is written to on purpose: its row stays locked until the caller commits, so that it cannot
    start on the state from before the caller's changes.
    """
    same = Job.objects.filter(unique_key=task.unique_key)
    sooner = Least("run_at", task.run_after or Now())
    if same.filter(status=Status.READY).update(run_at=sooner, priority=Greatest("priority", task.priority)):
        return same.filter(status=Status.READY).first()
    running = same.filter(status=Status.RUNNING)
    if task.again and not running.update(again=True):
        return None
    return running.first()


def result_of(job: Job, task: Task[..., Any], alias: str) -> TaskResult[Any]:
    """The job as Django Tasks describes it."""
    failed = job.status == Status.FAILED
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUSES[job.status],
        enqueued_at=job.created_at,
        started_at=None,
        finished_at=job.finished_at,
        last_attempted_at=None,
        args=job.args.get("args", []),
        kwargs=job.args.get("kwargs", {}),
        backend=alias,
        errors=[TaskError(exception_class_path="builtins.Exception", traceback=job.error)] if failed else [],
        worker_ids=[job.locked_by] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.result)  # frozen; the base class offers no other way
    return result
