"""What a start does to the database, and what it tells."""

import json
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from kith.config.tests.conftest import Installation

pytestmark = pytest.mark.database
DEADLINE = 60.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Started:
    """A running `kith up`."""

    def __init__(self, installation: Installation, *arguments: str) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[str] = installation.start(
            "up", "--port", str(self.port), "--workers", "1", *arguments
        )

    def until(self, words: str) -> str:
        """Read what it says up to a line with these words; end it when they do not come in time."""
        said = ""
        timer = threading.Timer(DEADLINE, self.process.terminate)
        timer.start()
        try:
            while words not in said:
                line = self.process.stdout.readline()  # type: ignore[union-attr]
                assert line, f"it ended: {said} {self.process.communicate(timeout=DEADLINE)[1][-2000:]}"
                said += line
        finally:
            timer.cancel()
        return said

    def status(self, path: str) -> int:
        """Ask for a page; return its status."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def stop(self) -> int:
        """Stop it as an administrator would; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.fixture
def start(installation: Installation) -> Iterator[Callable[..., Started]]:
    """Starts `kith up`; whatever runs when the test ends is stopped."""
    running: list[Started] = []

    def begin(*arguments: str) -> Started:
        running.append(Started(installation, *arguments))
        return running[-1]

    yield begin
    for started in running:
        if started.process.poll() is None:
            started.stop()


def test_the_first_start_prepares_everything_and_leads_to_the_set_up_page(
    start: Callable[..., Started],
) -> None:
    started = start()
    said = started.until("/set-up/")
    assert f"http://127.0.0.1:{started.port}/set-up/" in said
    assert started.status("/set-up/") == 200
    assert started.stop() == 0


def test_a_start_with_people_tells_where_to_sign_in_and_the_next_needs_no_preparation(
    installation: Installation, start: Callable[..., Started]
) -> None:
    installation.done("user", "add", "ann")
    first = start()
    first.until("sign in at")
    assert first.stop() == 0
    stamp = json.loads((installation.folder / "prepared.json").read_text())
    assert set(stamp) == {"sources", "applied"}
    second = start()
    second.until("sign in at")
    assert second.stop() == 0


def test_a_demo_company_is_filled_in_once(start: Callable[..., Started]) -> None:
    first = start("--demo")
    assert "Sign in as admin" in first.until("sign in at")
    assert first.stop() == 0
    second = start("--demo")
    assert "changes nothing" in second.until("sign in at")
    assert second.stop() == 0


def test_a_taken_port_is_told_in_one_line(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        assert "choose another" in installation.refused("up", "--port", str(other.getsockname()[1]))


def test_data_of_a_newer_version_is_left_alone(installation: Installation) -> None:
    future = (
        "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder; "
        "MigrationRecorder(connection).record_applied('engine', '9999_future')"
    )
    installation.done("manage", "shell", "--no-imports", "-c", future)
    code, said = installation.run("up", "--port", str(free_port()))
    assert code == 1
    assert "newer version of Kith" in said
    assert not (installation.folder / "prepared.json").exists()


def test_the_data_folder_and_the_key_are_closed_to_others(installation: Installation) -> None:
    folder = installation.folder.parent / "fresh"
    fresh = Installation(folder, installation.environment["KITH_DATABASE_URL"])
    fresh.folder = installation.folder
    del fresh.environment["KITH_SECRET_KEY"]
    fresh.done("migrate")
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "secret-key").stat().st_mode & 0o077 == 0
