"""`kith worker`: run jobs and schedules until told to stop."""

import argparse

from kith.config import running
from kith.config.supervisor import stop_with_parent
from kith.worker.main import run as run_worker


def run(options: argparse.Namespace) -> int:
    """Run the worker; ends with the supervisor that started it, if one did."""
    running.hold()
    stop_with_parent()
    return run_worker(once=options.once, concurrency=options.concurrency)
