"""The worker's entry point."""

import logging
import signal
import threading
from types import FrameType

from django.utils.module_loading import autodiscover_modules
from django_tasks import default_task_backend

from kith.worker.process import Worker

log = logging.getLogger(__name__)


def run(*, once: bool = False, concurrency: int = 1, poll: float = 0.2) -> int:
    """Work until SIGTERM or SIGINT, or with `once` until nothing is left to do now. Returns the exit code.

    `concurrency` is the number of jobs at a time in this process (keep to 1 on SQLite, which has one writer);
    `poll` the seconds between two looks for work. Told to stop, it takes no more work, waits for running jobs
    (30 s, option `grace` of the backend) and gives the rest back, to be run again by another worker.
    """
    autodiscover_modules("jobs")
    options = default_task_backend.options
    worker = Worker(poll=poll, lease=float(options.get("lease", 60)), grace=float(options.get("grace", 30)))
    if once:
        worker.work_off()
        return 0
    _stop_on_signals(worker)
    worker.work(max(1, concurrency))
    return 0


def _stop_on_signals(worker: Worker) -> None:
    if threading.current_thread() is not threading.main_thread():
        return

    def stop(number: int, _frame: FrameType | None) -> None:
        worker.stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
