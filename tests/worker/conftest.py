"""A database that several processes share, and workers on it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from kith.engine.jobs.tests.errands import until

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


class House:
    """The folder of a test and the workers that it started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, *, timetable: bool = False, options: dict[str, float] | None = None, **run: Any) -> int:
        """Start a worker and return its process id. Its lease is two seconds unless `options` say otherwise."""
        database = {key: connection.settings_dict[key] for key in SHARED}
        orders = {
            "database": database,
            "options": {"lease": 2.0, **(options or {})},
            "timetable": timetable,
            "run": {"poll": 0.05, **run},
        }
        log = (self.folder / f"worker-{len(self.workers)}.log").open("wb")
        with log:
            child = subprocess.Popen(
                [sys.executable, "-m", "tests.worker.child", json.dumps(orders, default=str)],
                cwd=ROOT,
                env={**os.environ, "KITH_LOG": "INFO", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
                stdout=log,
                stderr=log,
            )
        self.workers.append(child)
        return child.pid

    def wait_until_at_work(self, count: int) -> None:
        """Wait until so many workers have started up."""
        until(lambda: self.logs().count(" at work") >= count)

    def kill(self, number: int = 0) -> None:
        """kill -9, and wait until it is gone."""
        self.workers[number].kill()
        self.workers[number].wait(10)

    def stop(self, number: int = 0, seconds: float = 20) -> int:
        """SIGTERM; the exit code."""
        self.workers[number].send_signal(signal.SIGTERM)
        return self.workers[number].wait(seconds)

    def lines(self, name: str) -> list[str]:
        """What tasks wrote down."""
        path = self.folder / name
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def wait_for(self, name: str, count: int = 1) -> list[str]:
        """Wait until so many lines are written down."""
        until(lambda: len(self.lines(name)) >= count)
        return self.lines(name)

    def let_go(self) -> None:
        """Allow the waiting errands to go on."""
        (self.folder / "go").touch()

    def logs(self) -> str:
        """What the workers said."""
        return "".join(
            path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("worker-*.log"))
        )


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    """A house whose database other processes can open."""
    memory, name = connections["default"], connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        _move_to_file(tmp_path / "shared.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE errand_effect (name varchar(50) PRIMARY KEY)")
    house = House(tmp_path)
    yield house
    for worker in house.workers:
        if worker.poll() is None:
            worker.kill()
            worker.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE errand_effect")
    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["NAME"] = name
        connections["default"] = memory


def _move_to_file(path: Path) -> None:
    """Copy the test database in memory to a file, and connect this thread and all new ones to that."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    connections["default"] = connections.create_connection("default")
    connection.settings_dict["NAME"] = str(path)
