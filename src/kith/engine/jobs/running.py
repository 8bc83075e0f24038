"""The job that runs in this context: its progress, and whether it should stop."""

from contextvars import ContextVar

from kith.engine.jobs.errors import CancelledError, LeaseLostError
from kith.engine.jobs.store import Claimed, Progress

_current: ContextVar["Running | None"] = ContextVar("kith_running_job", default=None)


class Running:
    """A job at work. The task writes `progress`; the heartbeat reads it and sets the two flags."""

    def __init__(self, job: Claimed) -> None:
        self.job = job
        self.progress = Progress()
        self.unsaved = False
        self.cancelled = False
        self.lost = False

    @property
    def id(self) -> int:
        """Key of the job."""
        return self.job.id

    @property
    def attempt(self) -> int:
        """Number of this attempt, from 1."""
        return self.job.attempt

    @property
    def actor_id(self) -> int | None:
        """The user on whose behalf it runs."""
        return self.job.actor_id

    def report(self, progress: Progress) -> None:
        """Remember the progress for the heartbeat. Raises CancelledError and LeaseLostError."""
        self.progress = progress
        self.unsaved = True
        if self.lost:
            raise LeaseLostError(f"job {self.id} attempt {self.attempt}")
        if self.cancelled:
            raise CancelledError(f"job {self.id}")


def current() -> Running | None:
    """The job that is running in this context, if any."""
    return _current.get()


def enter(running: Running) -> None:
    """Make it the job of this context; the context ends with the job."""
    _current.set(running)


def progress(done: int, total: int | None = None, note: str = "") -> None:
    """Say how far the task is; cheap, so call it for every row. Outside a job it does nothing.

    The heartbeat writes it at most every half second, on its own connection.
    Raises CancelledError when somebody cancelled the job, LeaseLostError when another worker may have it.
    """
    running = _current.get()
    if running is not None:
        running.report(Progress(done, total, note))
