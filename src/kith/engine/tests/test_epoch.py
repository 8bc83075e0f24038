"""A turn begins on a working connection, whatever became of the last one."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection

from kith.engine import epoch


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has no server that could close a connection"
)
def test_a_connection_that_the_server_closed_is_replaced() -> None:
    seen: list[object] = []

    def turns() -> None:
        """In a thread, for connections belong to threads and this one is in no transaction."""
        with epoch.turn() as numbers:
            seen.append(numbers)
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        with epoch.turn() as numbers:
            seen.append(numbers)
        connection.close()

    thread = threading.Thread(target=turns)
    thread.start()
    thread.join(30)
    assert len(seen) == 2
    assert seen[0] == seen[1]


@pytest.mark.django_db
def test_each_turn_answers_for_its_own_configuration_though_another_asks_meanwhile() -> None:
    asked: list[int] = []

    @epoch.per_configuration
    def known() -> int:
        number = epoch.current().config
        asked.append(number)
        if len(asked) == 1:
            epoch.bump("config")
            assert known() == epoch.current().config
        return number

    before = epoch.current().config
    assert known() == before
    after = epoch.current().config
    assert [known(), known()] == [after, after]
    assert set(asked) == {before, after}
