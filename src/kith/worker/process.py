"""One worker process: threads that run jobs, a heartbeat, and the housekeeping in the main thread."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connections

from kith.engine import events
from kith.engine.jobs import firing, runner, store
from kith.engine.jobs.heartbeat import Heartbeat

log = logging.getLogger(__name__)

T = TypeVar("T")

EVENTS_AT_ONCE = 100
LONGEST_BACKOFF = 15.0
"""Seconds between two tries while the database is away."""


AFTER_FAILURE = 5.0
"""Seconds before a failed piece of housekeeping is tried again: a log that floods hides its reason."""


class Chore:
    """A piece of housekeeping that comes up every so many seconds."""

    def __init__(self, every: float, work: Callable[[], object]) -> None:
        self.every = every
        self.work = work
        self.next_at = 0.0

    def do_if_due(self) -> None:
        """Do it when its time has come; when it raises, it comes up again after a while."""
        now = time.monotonic()
        if now >= self.next_at:
            self.next_at = now + max(self.every, AFTER_FAILURE)
            self.work()
            self.next_at = now + self.every


class Worker:
    """See `kith.worker.main.run`. All times in seconds."""

    def __init__(self, *, poll: float, lease: float, grace: float) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.poll = poll
        self.lease = lease
        self.grace = grace
        self.stopping = False  # set by the signal handler, which must not take a lock
        self._stop = threading.Event()
        self._heart = Heartbeat(lease)
        self._chores = (
            Chore(60, firing.sync),
            Chore(min(1.0, 5 * poll), firing.fire_due),
            Chore(lease / 4, store.reap),
            Chore(3600, store.purge),
            Chore(0, self._deliver),
        )

    def work_off(self) -> None:
        """Do once what is due now, until jobs and events bring forth nothing more."""
        self._heart.start()
        try:
            for chore in self._chores:
                chore.work()
            while runner.drain(heart=self._heart) or events.dispatch(EVENTS_AT_ONCE):
                pass
        finally:
            self._heart.stop()

    def work(self, concurrency: int) -> None:
        """Work until told to stop."""
        self._heart.start()
        threads = [
            threading.Thread(target=self._run_jobs, name=f"kith-jobs-{number}", daemon=True)
            for number in range(concurrency)
        ]
        for thread in threads:
            thread.start()
        log.info("Worker %s at work", self.name)
        while not self.stopping:
            for chore in self._chores:
                self._steadily(chore.do_if_due)
            self._stop.wait(self.poll)
        self._stop.set()
        log.info("Told to stop: finishing the running jobs")
        self._leave(threads)

    def _leave(self, threads: list[threading.Thread]) -> None:
        """Wait for the running jobs, then give back what is still at work; threads end with the process."""
        deadline = time.monotonic() + self.grace
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._heart.stop()
        for running in self._heart.held():
            running.lost = True
            if self._steadily(partial(store.release, running.job, running.progress)):
                log.warning("Job %s %s was interrupted and given back", running.id, running.job.name)

    def _deliver(self) -> None:
        while events.dispatch(EVENTS_AT_ONCE) == EVENTS_AT_ONCE and not self.stopping:
            pass

    def _run_jobs(self) -> None:
        try:
            while not self._stop.is_set():
                if not self._steadily(self._run_due_jobs):
                    self._stop.wait(self.poll)
        finally:
            connections.close_all()

    def _run_due_jobs(self) -> bool:
        """Run jobs as long as there are any. The look before the claim takes no lock."""
        if not store.waiting():
            return False
        while not self._stop.is_set() and (job := store.claim(self.name, self.lease)):
            settle = runner.execute(job, self._heart)
            self._steadily(settle)
        return True

    def _steadily(self, work: Callable[[], T]) -> T | None:
        """Do it; while the database is away, wait ever longer and do it again. None: failed, or stopping."""
        pause = self.poll
        while True:
            try:
                return work()
            except (OperationalError, InterfaceError) as error:
                log.warning("The database does not answer, next try in %.1f s: %s", pause, error)
                connections.close_all()
            except Exception:
                log.exception("A step of the worker failed; it goes on with the next")
                return None
            if self.stopping or self._stop.wait(pause):
                return None
            pause = min(pause * 2, LONGEST_BACKOFF)
