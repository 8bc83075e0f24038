"""`kith up`: prepare the database, then keep web server and worker running."""

import argparse
import os
import socket
import subprocess
import sys
import threading
import time

from kith.config.refusal import Refusal
from kith.config.supervisor import Child, Supervisor, require_free

NOBODY = 3
PATIENCE = 60.0
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  compared with, not listened on


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop. This process stays small: whatever needs Django runs in children."""
    if options.data:
        os.environ["KITH_DATA"] = os.path.abspath(options.data)
    require_free(options.host, options.port)
    known = not options.demo and _is_prepared()
    nobody = not known and _prepare(demo=("demo", "--language", options.language) if options.demo else ())
    where = ("--host", options.host, "--port", str(options.port))
    size = ("--workers", str(options.workers), "--threads", str(options.threads))
    children = [Child("web", _kith("serve", *where, *size)), Child("worker", _kith("worker"))]

    def announce() -> None:
        arguments = (options.host, options.port, nobody)
        threading.Thread(target=_announce, args=arguments, daemon=True).start()

    return Supervisor(children).run(started=announce)


def _kith(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "kith.config.cli", *arguments)


def _is_prepared() -> bool:
    # Not before --data was read: the settings look at KITH_DATA once.
    from kith.config import prepared

    return prepared.is_current()


def _prepare(*, demo: tuple[str, ...]) -> bool:
    """Prepare the database, with this command for its demo company; tell whether nobody can sign in yet."""
    command = [sys.executable, "-m", "kith.config.commands.prepare", *demo]
    code = subprocess.run(command, check=False).returncode
    if code not in {0, NOBODY}:
        raise Refusal("the database could not be prepared, nothing was started")
    return code == NOBODY


def _announce(host: str, port: int, nobody: bool) -> None:
    """Say where Kith is, once it answers there."""
    until = time.monotonic() + PATIENCE
    reachable = ANYWHERE.get(host, host)
    while not _answers(reachable, port):
        if time.monotonic() > until:
            return
        time.sleep(0.05)
    shown = f"[{reachable}]" if ":" in reachable else reachable
    if nobody:
        print(f"kith: open http://{shown}:{port}/set-up/ to name your company and yourself", flush=True)
    else:
        print(f"kith: sign in at http://{shown}:{port}/  (Ctrl+C stops)", flush=True)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
