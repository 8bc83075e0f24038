"""Which state of rights and configuration is in force: one tiny query per turn, so that a change acts on the next one.

A turn is one request, one job or one command. Caches of rights, specs and settings are keyed by the epoch's numbers.
The numbers are random, not counted: a rolled-back change can never share a number with a later one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, NamedTuple

from django.db import OperationalError, connection, models


class Epoch(models.Model):
    """The single row with the two numbers."""

    access = models.BigIntegerField(default=1)
    config = models.BigIntegerField(default=1)


class Numbers(NamedTuple):
    """The epoch numbers of rights and of configuration."""

    access: int
    config: int


_turn: ContextVar[Numbers | None] = ContextVar("kith_epoch", default=None)


def read() -> Numbers:
    """The numbers in the database now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access, config FROM engine_epoch WHERE id = 1")
        row = cursor.fetchone()
    return Numbers(*row) if row else Numbers(0, 0)


def current() -> Numbers:
    """The numbers of this turn, or those of the database when no turn has begun."""
    known = _turn.get()
    return known if known is not None else read()


def _first_read() -> Numbers:
    """The numbers by a turn's first statement, which also finds out that the server has closed a kept connection (it
    was restarted, say) and then asks over a new one: cheaper than a question of its own before every turn."""
    try:
        return read()
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return read()


@contextmanager
def turn() -> Iterator[Numbers]:
    """Read the numbers once for everything inside."""
    token = _turn.set(_first_read())
    try:
        yield current()
    finally:
        _turn.reset(token)


def bump(which: Literal["access", "config"]) -> None:
    """Declare that rights or configuration changed; belongs into the transaction of the change."""
    values: dict[str, int] = {which: secrets.randbits(62)}
    if not Epoch.objects.filter(pk=1).update(**values):
        Epoch.objects.create(pk=1, **values)
    if _turn.get() is not None:
        _turn.set(read())
