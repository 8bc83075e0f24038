"""Positions in sorted lists: the sort values and id of the last row, as text that only the same list understands."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from kith.engine.errors import Malformed

NO_POSITION = _("This is no position in this list. Start again from its beginning.")
SEAL = 9


def encode(sort: str, values: Sequence[Any], last: int) -> str:
    """The cursor behind a row with these sort values and this id."""
    packed = msgspec.json.encode([sort, [_plain(value) for value in values], last])
    packed += _seal(packed)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(cursor: str, sort: str, terms: int) -> tuple[list[Any], int]:
    """Sort values and id of a cursor. Raises Malformed unless it belongs to a list sorted by `sort`."""
    said, found, last = _opened(cursor)
    if said != sort or len(found) != terms:
        raise Malformed(NO_POSITION)
    return found, last


def sort_of(cursor: str) -> str:
    """The sort of the list that a cursor belongs to. Raises Malformed."""
    return _opened(cursor)[0]


def _opened(cursor: str) -> tuple[str, list[Any], int]:
    """What a cursor says: sort, values, id. Raises Malformed unless it was given out here."""
    try:
        packed = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        packed, seal = packed[:-SEAL], packed[-SEAL:]
        if not constant_time_compare(seal, _seal(packed)):
            raise Malformed(NO_POSITION)
        said, values, last = msgspec.json.decode(packed, type=tuple[str, list[Any], int])
        found = [_unplain(value) for value in values]
    except (ValueError, TypeError, KeyError, ArithmeticError, binascii.Error, msgspec.DecodeError) as error:
        raise Malformed(NO_POSITION) from error
    if not 0 <= last < 2**63:
        raise Malformed(NO_POSITION)
    return said, found, last


def _seal(packed: bytes) -> bytes:
    """What shows that a position was given out here: values of a forged one might not even fit their columns."""
    return salted_hmac("kith.engine.cursors", packed).digest()[:SEAL]


def _plain(value: Any) -> Any:
    """A sort value as JSON that says its type."""
    if isinstance(value, dt.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    if isinstance(value, dt.time):
        return {"m": value.isoformat()}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    return value


READERS: dict[str, Any] = {
    "t": dt.datetime.fromisoformat,
    "d": dt.date.fromisoformat,
    "m": dt.time.fromisoformat,
    "n": Decimal,
}


def _unplain(value: Any) -> Any:
    if not isinstance(value, dict):
        if not isinstance(value, str | int | bool | None) or (isinstance(value, str) and "\0" in value):
            raise TypeError(value)
        if isinstance(value, int) and abs(value) >= 2**63:
            raise ValueError(value)
        return value
    ((kind, text),) = value.items()
    return READERS[kind](text)
