"""The supervisor, with real processes: what ends is started again, and nothing outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kith.config import supervisor
from kith.config.refusal import Refusal

DEADLINE = 20.0
PROGRAM = """
import sys
from kith.config.supervisor import Child, Supervisor
sys.exit(Supervisor([Child("one", [sys.executable, "-c", sys.argv[1], sys.argv[2]])]).run())
"""
# A child that writes its number down and works until it is told to stop.
STEADY = """
import os, sys, threading
from kith.config.supervisor import stop_with_parent
stop_with_parent()
with open(sys.argv[1], "a") as out:
    out.write(f"{os.getpid()}\\n")
threading.Event().wait()
"""


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition; fail when it does not come true in time."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def alive(number: int) -> bool:
    """Tell whether a process runs (one that ended and was not collected does not)."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class Running:
    """A supervisor with one child, as a process."""

    def __init__(self, folder: Path) -> None:
        self.notes = folder / "numbers"
        self.notes.touch()
        source = str(Path(supervisor.__file__).parents[2])
        environment = {**os.environ, "PYTHONPATH": source}
        command = [sys.executable, "-c", PROGRAM, STEADY, str(self.notes)]
        self.process = subprocess.Popen(command, env=environment)

    def children(self) -> list[int]:
        """The numbers of the children that were started, in order."""
        return [int(line) for line in self.notes.read_text().split()]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A running supervisor; it is gone after the test however the test ends."""
    started = Running(tmp_path)
    until(lambda: len(started.children()) == 1)
    yield started
    started.process.kill()
    started.process.wait()
    until(lambda: not any(alive(number) for number in started.children()))


def test_a_child_that_is_killed_is_started_again(running: Running) -> None:
    os.kill(running.children()[0], signal.SIGKILL)
    until(lambda: len(running.children()) == 2)
    assert alive(running.children()[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_supervisor_that_is_asked_to_stop_takes_its_children_along(running: Running, number: int) -> None:
    running.process.send_signal(number)
    assert running.process.wait(DEADLINE) == 0
    assert not alive(running.children()[0])


def test_children_end_when_the_supervisor_is_killed(running: Running) -> None:
    running.process.kill()
    until(lambda: not alive(running.children()[0]))


def test_a_taken_port_is_refused_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        with pytest.raises(Refusal, match="choose another with --port"):
            supervisor.require_free("127.0.0.1", other.getsockname()[1])
