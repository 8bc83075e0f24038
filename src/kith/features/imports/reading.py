"""The uploaded file as numbered rows, good and bad, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kith.features.imports.models import ImportRun
from kith.features.tabular import Cell, Table, TableError, open_table

Row = tuple[int, list[Cell], TableError | None]


def table_of(run: ImportRun, path: Path) -> Table:
    """The run's file, read as its person said. Raises TableError."""
    said = run.options
    return open_table(
        path,
        name=run.name,
        encoding=said.get("encoding") or None,
        delimiter=said.get("delimiter") or None,
        sheet=said.get("sheet") or None,
    )


def numbered(table: Table, after: int = 0) -> Iterator[Row]:
    """Rows with a number above `after`; one that is wrong by itself comes with its error.

    Raises TableError when the rest of the file cannot be read.
    """
    bad: list[Row] = []
    for row, cells in table.rows(lambda error, cells: bad.append((error.row or 0, cells, error))):
        yield from (one for one in bad if one[0] > after)
        bad.clear()
        if row > after:
            yield row, cells, None
    yield from (one for one in bad if one[0] > after)


def count(table: Table) -> int:
    """How many rows there are; reading all of them finds what spoils a file before anything is written."""
    return sum(1 for _row in numbered(table))


def chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """Rows in lists of at most `size`."""
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
