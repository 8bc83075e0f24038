"""Which state of rights and configuration is in force: one tiny query per turn, so that a change acts on the next one.

A turn is one request, one job or one command. Caches of rights, specs and settings are keyed by the epoch's numbers.
What people set for themselves (colours, widths of columns) has a number of its own: it changes often and concerns
only what shows it.
The numbers are random, not counted: a rolled-back change can never share a number with a later one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Literal, NamedTuple, TypeVar

from django.db import OperationalError, connection, models

T = TypeVar("T")


class Epoch(models.Model):
    """The single row with the numbers."""

    access = models.BigIntegerField(default=1)
    config = models.BigIntegerField(default=1)
    habits = models.BigIntegerField(default=1)


class Numbers(NamedTuple):
    """The epoch numbers of rights, of configuration and of people's own settings."""

    access: int
    config: int
    habits: int

    @property
    def rules(self) -> tuple[int, int]:
        """The numbers that decide what somebody may see, without how he likes to see it."""
        return self.access, self.config


_turn: ContextVar[Numbers | None] = ContextVar("kith_epoch", default=None)


def read() -> Numbers:
    """The numbers in the database now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access, config, habits FROM engine_epoch WHERE id = 1")
        row = cursor.fetchone()
    return Numbers(*row) if row else Numbers(0, 0, 0)


def current() -> Numbers:
    """The numbers of this turn, or those of the database when no turn has begun."""
    known = _turn.get()
    return known if known is not None else read()


def per_configuration(read: Callable[[], T]) -> Callable[[], T]:
    """A function that reads what is configured, and is asked again only when the configuration is another.

    Threads may be in turns of different configurations: each answers from the pair that it has in its hand.
    """
    kept: tuple[int, T] | None = None

    @wraps(read)
    def known() -> T:
        nonlocal kept
        number, found = current().config, kept
        if found is None or found[0] != number:
            found = kept = (number, read())
        return found[1]

    return known


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


def again() -> None:
    """Read the numbers of this turn anew: a transaction that changed them was taken back."""
    if _turn.get() is not None:
        _turn.set(read())


def bump(which: Literal["access", "config", "habits"]) -> None:
    """Declare that rights, configuration or habits changed; belongs into the transaction of the change."""
    values: dict[str, int] = {which: secrets.randbits(62)}
    if not Epoch.objects.filter(pk=1).update(**values):
        Epoch.objects.create(pk=1, **values)
    if _turn.get() is not None:
        _turn.set(read())
