"""The probe's table and declaration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from kith.engine.tests.probe import Probe, create_table, declared


@pytest.fixture(scope="session")
def _probe_table(django_db_setup: None, django_db_blocker: Any) -> None:
    """The probe's table stands in the test database for as long as that does."""
    with django_db_blocker.unblock():
        if Probe._meta.db_table not in connection.introspection.table_names():
            create_table()


@pytest.fixture
def probe(_probe_table: None, db: None) -> Iterator[type[Probe]]:
    """The probe, declared, with an empty table."""
    with declared():
        yield Probe


@pytest.fixture
def shared_probe(_probe_table: None, shared_database: None) -> Iterator[type[Probe]]:
    """The probe on a database that other connections see."""
    with declared():
        yield Probe
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM probes_probe")
