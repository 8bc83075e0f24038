"""A database that several connections, threads and processes share."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from kith.engine import remembering
from tests.harness import templates
from tests.harness.environment import WORKER

Work = Callable[[], Any]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of this worker: a copy of the one that the run migrated, instead of migrating once more."""
    with django_db_blocker.unblock():
        templates.connect(os.environ.get(WORKER, "main"))
    yield
    with django_db_blocker.unblock():
        templates.leave()


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Real commits that other connections see; SQLite's database in memory becomes a file with write-ahead log."""
    if connection.vendor != "sqlite":
        yield
        # Tables of own objects link to those that are emptied after the test.
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names():
                if name.startswith("own_"):
                    cursor.execute(f'DROP TABLE "{name}"')
        return
    memory, name = connections["default"], connection.settings_dict["NAME"]
    path = tmp_path / "shared.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    connections["default"] = connections.create_connection("default")
    connection.settings_dict["NAME"] = str(path)
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    connections["default"] = memory


def at_once(*works: Work) -> list[Any]:
    """Run each work in a thread and on a connection of its own, all released together.

    Returns what each returned, or the exception that it raised, in order.
    """
    barrier = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(number: int, work: Work) -> None:
        try:
            barrier.wait(10)
            results[number] = work()
        except Exception as error:  # handed to the test, which judges it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return results


def plan(sql: str, params: Sequence[Any] = ()) -> str:
    """How the database would run a statement."""
    word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.fixture(autouse=True)
def added_up_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a loaded machine any sum may be slow; a test must never be answered from the memory of another."""
    monkeypatch.setattr(remembering, "SLOW", 3_600.0)
