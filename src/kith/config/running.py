"""Who uses the data folder: a shared lock of whatever serves, an exclusive one of what replaces data."""

import fcntl
from typing import IO

from kith.config.refusal import Refusal
from kith.config.settings import DATA

_held: list[IO[bytes]] = []


def hold() -> None:
    """Mark this process as serving until it ends; refuse while data is being replaced.

    :raises Refusal: a restore is going on
    """
    _lock(fcntl.LOCK_SH, "a restore is going on in this data folder: wait for its end")


def hold_alone() -> None:
    """Keep everybody else out of the data folder until this process ends.

    :raises Refusal: something serves from it
    """
    _lock(fcntl.LOCK_EX, "Kith is running on this data folder: stop it first")


def _lock(kind: int, refusal: str) -> None:
    handle = (DATA / "running.lock").open("ab")
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        handle.close()
        raise Refusal(refusal) from error
    _held.append(handle)
