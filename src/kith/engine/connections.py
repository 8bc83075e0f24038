"""What every database connection needs: SQLite's folding function, and a fair queue in front of SQLite's writers."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from django.db.backends.signals import connection_created

from kith.engine.errors import Forbidden

functions: dict[str, Callable[..., Any]] = {}
"""What SQLite is taught beside: functions of its rows by name."""

_closed: ContextVar[str] = ContextVar("kith_closed", default="")
_queued: ContextVar[bool] = ContextVar("kith_write_queue", default=False)


def attach() -> None:
    """Prepare each new connection."""
    connection_created.connect(_prepare, dispatch_uid="kith-connections")


def _prepare(connection: Any, **_signal: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("kith_lower", 1, _lower, deterministic=True)
        for name, function in functions.items():
            connection.connection.create_function(name, -1, function, deterministic=True)


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


@contextmanager
def closed_for_writing(why: str) -> Iterator[None]:
    """Let nothing inside write, and say why."""
    token = _closed.set(why)
    try:
        yield
    finally:
        _closed.reset(token)


@contextmanager
def writing(*, always: bool = False) -> Iterator[None]:
    """One business transaction. On SQLite writers first queue on a file lock, which is fair and cuts the longest
    waits 10 to 25 times against the database's own polling (measured in shared/field/scale.md D.7).

    Raises Forbidden inside closed_for_writing, but for the log, which is `always` written."""
    if _closed.get() and not always:
        raise Forbidden(_closed.get())
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or "memory" in name or connection.in_atomic_block or _queued.get():
        with transaction.atomic():
            yield
        return
    with open(f"{name}.queue", "a", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        token = _queued.set(True)
        try:
            with transaction.atomic():
                yield
        finally:
            _queued.reset(token)
