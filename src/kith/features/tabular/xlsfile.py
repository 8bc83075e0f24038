"""XLS of the years before 2007, read whole: such a file has at most 65,536 rows and is refused above 64 MB."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import python_calamine

from kith.features.tabular import numbers
from kith.features.tabular.cells import MAX_CELL, MAX_COLUMNS, Cell
from kith.features.tabular.errors import TableError
from kith.features.tabular.source import Record

MAX_BYTES = 64 << 20


@contextmanager
def _reading() -> Iterator[None]:
    """Turn the errors of the library into TableError; a damaged file may make its Rust part panic."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise TableError("encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise TableError("damaged", part="xls") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise TableError("damaged", part="xls") from error


class XlsFile:
    """One sheet of an old workbook."""

    kind = "xls"
    encoding = None
    delimiter = None

    def __init__(self, path: Path, *, sheet: str | None) -> None:
        """Raises TableError(too_large, damaged, encrypted, no_sheets, unknown_sheet)."""
        if path.stat().st_size > MAX_BYTES:
            raise TableError("too_large", limit=MAX_BYTES >> 20)
        with _reading():
            book = python_calamine.CalamineWorkbook.from_path(path)
            self.sheets = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
        if not self.sheets:
            raise TableError("no_sheets")
        self.sheet: str | None = sheet if sheet is not None else self.sheets[0]
        if self.sheet not in self.sheets:
            raise TableError("unknown_sheet", sheet=(sheet or "")[:100])
        with _reading():
            self._rows = book.get_sheet_by_name(self.sheet)

    def estimate(self) -> int:
        """Return the number of rows."""
        return self._rows.total_height

    def records(self) -> Iterator[Record]:
        """Give the rows that have cells."""
        start = self._rows.start
        if start is None:
            return
        with _reading():
            for row, values in enumerate(self._rows.iter_rows(), start[0] + 1):
                cells = [_cell(value) for value in values]
                if any(cell is not None for cell in cells):
                    yield row, _checked(cells, row)


def _checked(cells: list[Cell], row: int) -> list[Cell]:
    if len(cells) > MAX_COLUMNS and any(cell is not None for cell in cells[MAX_COLUMNS:]):
        raise TableError("too_many_columns", row=row, limit=MAX_COLUMNS)
    for column, cell in enumerate(cells, 1):
        if isinstance(cell, str) and len(cell) > MAX_CELL:
            raise TableError("cell_too_long", row=row, column=column, limit=MAX_CELL)
    return cells[:MAX_COLUMNS]


def _cell(value: Cell) -> Cell:
    if value == "":
        return None
    if isinstance(value, float):
        return numbers.plain(value)
    if isinstance(value, datetime) and value.time() == time.min:
        return date(value.year, value.month, value.day)
    return value
