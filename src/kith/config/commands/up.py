"""`kith up`: prepare the database, then keep web server and worker running."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from kith.config.commands import Refusal
from kith.config.supervisor import Child, Supervisor, require_free


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop. This process stays small: whatever needs Django runs in children."""
    if options.data:
        os.environ["KITH_DATA"] = os.path.abspath(options.data)
    require_free(options.host, options.port)
    address = f"http://{options.host}:{options.port}/"
    _prepare(address, demo=options.demo)
    serve = ("serve", "--host", options.host, "--port", str(options.port))
    web = Child("web", _kith(*serve, "--workers", str(options.workers), "--threads", str(options.threads)))
    return Supervisor([web, Child("worker", _kith("worker"))]).run()


def _kith(*arguments: str) -> Sequence[str]:
    return (sys.executable, "-m", "kith.config.cli", *arguments)


def _prepare(address: str, *, demo: bool) -> None:
    command = [sys.executable, "-m", "kith.config.commands.prepare", address, *(["demo"] if demo else [])]
    if subprocess.run(command, check=False).returncode:
        raise Refusal("the database could not be prepared, nothing was started")
