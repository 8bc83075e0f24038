"""The values that cells have, and the limits that all kinds of table share."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta


class CellError(str):
    """An error value of a spreadsheet (#N/A, #REF!): text, but marked, so that nobody takes it for a value."""

    __slots__ = ()


Cell = None | str | int | float | bool | date | datetime | time | timedelta

MAX_COLUMNS = 1_000
MAX_CELL = 1_000_000
"""Characters in one cell; a spreadsheet allows 32,767, texts of other systems may be longer."""


def cut(cells: list[Cell]) -> list[Cell]:
    """Return the cells without the empty ones at the end (spreadsheets write them for formatted columns)."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return cells if end == len(cells) else cells[:end]


def distinct(names: list[str]) -> list[str]:
    """Return the names with numbers after the repeated ones: `Name`, `Name (2)`."""
    return list(_distinct(names))


def _distinct(names: list[str]) -> Iterator[str]:
    taken = set(names)
    seen: set[str] = set()
    for name in names:
        unique, number = name, 1
        while unique in seen or (number > 1 and unique in taken):
            number += 1
            unique = f"{name} ({number})"
        seen.add(unique)
        yield unique
