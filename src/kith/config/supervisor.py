"""Keeps child processes running: restarts what ends, with growing pauses, and stops all of them together."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from kith.config.refusal import Refusal

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
GRACE = 35.0
PARENT = "KITH_SUPERVISOR"


class Child:
    """One program that is kept running."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        """Name the program and tell how it is started."""
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.due_at = 0.0
        self.pause = FIRST_PAUSE

    def start(self) -> None:
        """Start it, in a process group of its own: Ctrl+C reaches the supervisor, which stops it in order."""
        self.started_at = time.monotonic()
        environment = {**os.environ, PARENT: str(os.getpid())}
        self.process = subprocess.Popen(
            self.command, env=environment, stdin=subprocess.DEVNULL, process_group=0
        )

    def look(self) -> None:
        """Start it if it is due; notice if it has ended and plan the next start."""
        if self.process is None:
            if time.monotonic() >= self.due_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.process = None
        lived = time.monotonic() - self.started_at
        self.pause = FIRST_PAUSE if lived >= STEADY_AFTER else min(self.pause * 2, LONGEST_PAUSE)
        self.due_at = time.monotonic() + self.pause
        print(
            f"kith: {self.name} ended ({code}), starting it again in {self.pause:g} s",
            file=sys.stderr,
            flush=True,
        )

    def stop(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end; kill it when it has not ended by then (monotonic seconds)."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Runs children until SIGTERM or SIGINT."""

    def __init__(self, children: Sequence[Child]) -> None:
        """Take the children to run."""
        self.children = children
        self.stopping = False
        self._wake_in, self._wake_out = socket.socketpair()

    def run(self, *, started: Callable[[], None] = lambda: None) -> int:
        """Run until asked to stop; `started` is called once all were started. Returns the exit code."""
        self._listen()
        try:
            for child in self.children:
                child.start()
            started()
            while not self.stopping:
                for child in self.children:
                    child.look()
                self._sleep()
        finally:
            self._stop()
        return 0

    def _listen(self) -> None:
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        signal.set_wakeup_fd(self._wake_in.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        # Its only use is to end the sleep below when a child ends.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _sleep(self) -> None:
        waiting = [child.due_at - time.monotonic() for child in self.children if child.process is None]
        select.select([self._wake_out], [], [], max(0.0, min(waiting)) if waiting else None)
        while select.select([self._wake_out], [], [], 0)[0]:
            self._wake_out.recv(4096)

    def _stop(self) -> None:
        for child in self.children:
            child.stop()
        until = time.monotonic() + GRACE
        for child in self.children:
            child.wait(until)


def stop_with_parent() -> None:
    """Under a supervisor: end this process when the supervisor is gone, however it went."""
    parent = int(os.environ.pop(PARENT, "0"))
    if parent:
        stop_with(parent)


def stop_with(parent: int) -> None:
    """End this process when that parent of it is gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


def require_free(host: str, port: int) -> None:
    """Raise Refusal when nothing can listen there, so that the person reads one line instead of a trace."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise Refusal(
                f"cannot listen on {host}:{port}: {error.strerror}; choose another with --port"
            ) from error
