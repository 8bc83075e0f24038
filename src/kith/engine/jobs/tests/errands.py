"""Tasks that the tests run, in this process and in worker processes."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from kith.engine.connections import writing
from kith.engine.jobs import PermanentError, current, progress, task


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait for the condition. Raises TimeoutError when it does not come true in time."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s")
        pause.wait(0.02)


def note(path: str, line: str) -> None:
    """Append a line in one write, so that processes do not mix."""
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


@task()
def add(a: int, b: int = 0) -> int:
    """Give the sum."""
    return a + b


@task()
def write_down(path: str, text: str) -> None:
    """Leave a trace that the test can read."""
    note(path, text)


@task(max_attempts=3, backoff=100)
def stumble() -> None:
    """Fail with something that a database cannot store as it is."""
    raise RuntimeError("stumbled \x00 \ud800 over a stone")


@task()
def refuse() -> None:
    """Fail for good."""
    raise PermanentError("no such customer")


@task()
def answer_oddly() -> Any:
    """Return what JSON cannot hold."""
    return object()


@task()
def advance(total: int) -> str:
    """Report progress and who asked."""
    for done in range(total + 1):
        progress(done, total, f"row {done}")
    running = current()
    return f"for {running.actor_id}" if running else "outside"


@task()
def meet_itself() -> str:
    """Be asked for again while running, the first time."""
    key = "meeting"
    asked = meet_itself.using(unique_key=key, again=current_attempts() == 0).enqueue()
    return asked.id


def current_attempts() -> int:
    """How often the running job has been finished before: its result is there after the first time."""
    running = current()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT result IS NOT NULL FROM engine_job WHERE id = %s", (running.id if running else 0,)
        )
        return int(cursor.fetchall()[0][0])


@task(max_attempts=3, backoff=0)
def take_in(folder: str, key: str) -> None:
    """Start, wait for leave to go on, and have one effect under a key."""
    note(f"{folder}/started", f"{os.getpid()}")
    until(Path(folder, "go").exists, 60)
    with writing(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO errand_effect (name) VALUES (%s) ON CONFLICT DO NOTHING", (key,))
    note(f"{folder}/ended", f"{os.getpid()}")


@task(max_attempts=2, backoff=0)
def crash(folder: str) -> None:
    """End the worker as a kill -9 would."""
    note(f"{folder}/started", f"{os.getpid()}")
    os._exit(9)


@task()
def occupy(path: str, number: int) -> None:
    """Leave marks of beginning and end, and write to the database in between."""
    note(path, f"begin {number} {os.getpid()}")
    with writing(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO errand_effect (name) VALUES (%s)", (f"occupied {number}",))
    note(path, f"end {number} {os.getpid()}")


@task()
def count_on(folder: str) -> None:
    """Report progress until told to end."""
    note(f"{folder}/started", f"{os.getpid()}")
    done = 0
    while not Path(folder, "go").exists():
        done += 1
        progress(done, None, "still counting")
        threading.Event().wait(0.02)


@task()
def tick() -> None:
    """Do nothing, on time."""
