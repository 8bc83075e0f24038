"""Keeps the leases of running jobs alive and their progress visible, on a connection of its own."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection
from typing_extensions import override

from kith.engine.jobs import store
from kith.engine.jobs.running import Running

log = logging.getLogger(__name__)

CADENCE = 0.5
"""Seconds between two writes of the progress of one job."""


class Heartbeat(threading.Thread):
    """One thread for all jobs of a worker process. Short jobs end before their first beat."""

    def __init__(self, lease: float) -> None:
        super().__init__(name="kith-heartbeat", daemon=True)
        self.lease = lease
        self._held: dict[Running, float] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    @contextmanager
    def holding(self, running: Running) -> Iterator[None]:
        """Renew the lease of this job while the block runs."""
        with self._lock:
            self._held[running] = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._held.pop(running, None)

    def held(self) -> list[Running]:
        """The jobs at work now."""
        with self._lock:
            return list(self._held)

    def stop(self) -> None:
        """End the thread; leases are not renewed any more."""
        self._stopped.set()

    @override
    def run(self) -> None:
        """Beat until stopped."""
        try:
            while not self._stopped.wait(min(CADENCE, self.lease / 6)):
                for running in self._due():
                    self._beat(running)
        finally:
            connection.close()

    def _due(self) -> list[Running]:
        now = time.monotonic()
        with self._lock:
            beats = list(self._held.items())
        return [
            running
            for running, beaten in beats
            if now - beaten >= self.lease / 3 or (running.unsaved and now - beaten >= CADENCE)
        ]

    def _beat(self, running: Running) -> None:
        running.unsaved = False
        try:
            answer = store.renew(running.job, running.progress, self.lease)
        except Error:
            log.warning("The lease of job %s could not be renewed, trying again", running.id, exc_info=True)
            running.unsaved = True
            connection.close()
            return
        running.lost = answer is None
        running.cancelled = bool(answer)
        with self._lock:
            if running in self._held:
                self._held[running] = time.monotonic()
