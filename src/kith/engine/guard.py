"""Keeps every write of a business row inside the gate: outside it, saving raises.

The mark is a context variable, so it fails closed in new threads and tasks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_open: ContextVar[bool] = ContextVar("kith_gate_open", default=False)


class WriteOutsideGate(RuntimeError):
    """A business row was about to be written around the gate: a mistake of the programmer, never of a user."""


@contextmanager
def opened() -> Iterator[None]:
    """Allow writes while the gate works. Only the gate may call this."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def require_open(what: str) -> None:
    """Raise WriteOutsideGate unless the gate is at work."""
    if not _open.get():
        message = f"{what} outside the gate: use kith.engine.records"
        raise WriteOutsideGate(message)
