"""The rows that an import refused, as a file of the same format with one more column that says why."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kith.features.tabular.cells import Cell
from kith.features.tabular.encodings import marked
from kith.features.tabular.errors import TableError
from kith.features.tabular.table import Table
from kith.features.tabular.writing import Written, write_csv, write_jsonl, write_xlsx

ERROR_NAMES = frozenset({"errors", "错误", "ошибки"})
"""Names of the last column in the languages of the product: a mapping is never guessed for it."""

Errors = Iterable[tuple[int, Sequence[str]]]


def suffix(table: Table) -> str:
    """Return the ending that the file of rejected rows has: XLS and ODS become XLSX."""
    return {"csv": ".csv", "jsonl": ".jsonl"}.get(table.kind, ".xlsx")


def write_rejected(target: Path, table: Table, errors: Errors) -> Written:
    """Write the rows of the table that have errors, with the original header, encoding and delimiter.

    UTF-8 gets a mark at its beginning: spreadsheet programs show other letters than Latin ones wrongly without it.
    `errors` gives row numbers in ascending order with the texts, and can be gone through twice. Where the texts do not
    fit the encoding of a CSV file it is written in UTF-8. Cells beyond the header stand after the column of errors.
    """
    header = [*("" if cell is None else str(cell) for cell in table.original_header), _("Errors")]
    rows = _joined(table, errors)
    if table.kind == "jsonl":
        return write_jsonl(target, (_as_object(table.header, row) for row in rows))
    if table.kind != "csv":
        return write_xlsx(target, header, rows, sheet_title=table.sheet or "")
    delimiter = table.delimiter or ","
    try:
        return write_csv(
            target, header, rows, encoding=marked(table.encoding or "utf-8"), delimiter=delimiter
        )
    except TableError as error:
        if error.code != "cannot_encode":
            raise
    return write_csv(target, header, _joined(table, errors), encoding="utf-8-sig", delimiter=delimiter)


def _joined(table: Table, errors: Errors) -> Iterator[list[Cell]]:
    """Read the table again beside the errors."""
    wanted = iter(errors)
    row, texts = next(wanted, (None, ()))
    width = len(table.original_header)
    for number, cells in _all_rows(table):
        while row is not None and row < number:
            row, texts = next(wanted, (None, ()))
        if row is None:
            return
        if row == number:
            padded = cells[:width] + [None] * (width - len(cells))
            yield [*padded, "; ".join(texts), *cells[width:]]


def _all_rows(table: Table) -> Iterator[tuple[int, list[Cell]]]:
    """Give good and bad rows in the order of the file, up to where it cannot be read any further."""
    bad: list[tuple[int, list[Cell]]] = []
    try:
        for found in table.rows(lambda error, cells: bad.append((error.row or 0, cells))):
            yield from bad
            bad.clear()
            yield found
    except TableError as error:
        bad.append((error.row or 0, []))
    yield from bad


def _as_object(names: Sequence[str], row: Sequence[Cell]) -> dict[str, Any]:
    filled = {name: value for name, value in zip(names, row, strict=False) if value is not None}
    return {**filled, "errors": row[len(names)]}
