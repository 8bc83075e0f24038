"""Writing tables: CSV that no spreadsheet program runs, XLSX in constant memory, JSON Lines."""

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from kith.features.tabular.errors import TableError
from kith.features.tabular.formulas import neutralise
from kith.features.tabular.xlsxfile import MAX_ROWS

Value = Any
"""str, int, float, Decimal, bool, date, datetime (in the reader's zone, without one), time, timedelta or None."""

_MAX_TEXT = 32_767
_EXACT_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)
"""Earlier days are text: spreadsheet programs disagree about them."""
_NOTED = 100
_DAY = "yyyy-mm-dd"
_MOMENT = "yyyy-mm-dd hh:mm:ss"
_TIME = "hh:mm:ss"
_DURATION = "[h]:mm:ss"
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(slots=True)
class Written:
    """What was written: rows without the header, and the first cells whose text was too long for the format."""

    rows: int = 0
    shortened: list[tuple[int, int]] = field(default_factory=list)


def write_csv(
    target: Path | IO[bytes],
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
) -> Written:
    """Write CSV with CRLF; texts that a spreadsheet program would run get an apostrophe (see formulas).

    Raises TableError(cannot_encode, nul) with row and column. A stream is left open.
    """
    written = Written()
    with _text(target, encoding) as text:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        for number, row in enumerate(_with_header(header, rows), 1):
            cells = [csv_cell(value) for value in row]
            try:
                writer.writerow(cells)
            except UnicodeEncodeError as error:
                raise _unwritable(cells, number, encoding) from error
            if any("\0" in cell for cell in cells):
                raise TableError("nul", row=number)
            written.rows = number - 1
    return written


def csv_cell(value: Value) -> str:
    """Return the text of a value in CSV: ISO dates, a point in fractions, true and false."""
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def write_jsonl(target: Path | IO[bytes], rows: Iterable[Mapping[str, Any]]) -> Written:
    """Write one JSON object per line, in UTF-8, with the values as the API gives them."""
    written = Written()
    with _text(target, "utf-8") as text:
        for row in rows:
            written.rows += 1
            try:
                text.write(json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")
            except (UnicodeEncodeError, ValueError) as error:
                raise TableError("bad_json", row=written.rows) from error
    return written


def write_xlsx(
    target: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet_title: str,
    formats: Sequence[str | None] = (),
) -> Written:
    """Write XLSX in constant memory; `formats` are number formats per column (`#,##0.00`).

    Text stays text: nothing becomes a formula or a link. What a spreadsheet's numbers cannot hold exactly (more than
    15 digits, days before March 1900) is written as text. Longer texts than 32,767 characters are shortened and
    reported. More rows than a sheet holds go on in further sheets. Raises TableError(cannot_encode).
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    written = Written()
    book = xlsxwriter.Workbook(str(target), options)
    try:
        sheets = _Sheets(book, header, sheet_title, formats)
        for row in rows:
            written.rows += 1
            sheets.add(row, written)
    except UnicodeEncodeError as error:
        raise TableError(
            "cannot_encode", row=written.rows + 1, column=0, text="", encoding="UTF-8"
        ) from error
    finally:
        book.close()
    return written


class _Sheets:
    """Sheets of one workbook, filled one after another."""

    def __init__(self, book: Any, header: Sequence[str], title: str, formats: Sequence[str | None]) -> None:
        self._book = book
        self._header = header
        self._title = _FORBIDDEN_IN_TITLE.sub(" ", title).strip(" '")[:27] or "Kith"
        self._names = [*formats, *[None] * (len(header) - len(formats))]
        self._formats: dict[str, Any] = {}
        self._bold = book.add_format({"bold": True})
        self._count = 0
        self._begin()

    def add(self, row: Sequence[Value], written: Written) -> None:
        """Write a row, on a new sheet when this one is full."""
        if self._row == MAX_ROWS:
            self._begin()
        for column, value in enumerate(row):
            if value is not None and value != "":
                self._write(column, value, written)
        self._row += 1

    def _begin(self) -> None:
        self._count += 1
        title = self._title if self._count == 1 else f"{self._title} {self._count}"
        self._sheet = self._book.add_worksheet(title)
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._header):
            self._sheet.write_string(0, column, name[:_MAX_TEXT], self._bold)
        self._row = 1

    def _write(self, column: int, value: Value, written: Written) -> None:
        sheet, row = self._sheet, self._row
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, (int, float, Decimal)) and _is_exact(value):
            sheet.write_number(row, column, value, self._format(self._named(column)))
        elif isinstance(value, (datetime, date)) and _day(value) >= _FIRST_DAY:
            usual = _MOMENT if isinstance(value, datetime) else _DAY
            sheet.write_datetime(row, column, value, self._format(self._named(column) or usual))
        elif isinstance(value, (time, timedelta)):
            usual = _TIME if isinstance(value, time) else _DURATION
            sheet.write_datetime(row, column, value, self._format(self._named(column) or usual))
        else:
            self._write_text(column, value if isinstance(value, str) else csv_cell(value), written)

    def _write_text(self, column: int, text: str, written: Written) -> None:
        if len(text) > _MAX_TEXT:
            text = text[: _MAX_TEXT - 1] + "…"
            if len(written.shortened) < _NOTED:
                written.shortened.append((self._row + 1, column + 1))
        text.encode()  # a lone surrogate is found here, not when the file is closed
        self._sheet.write_string(self._row, column, text)

    def _named(self, column: int) -> str | None:
        return self._names[column] if column < len(self._names) else None

    def _format(self, name: str | None) -> Any:
        if name is None:
            return None
        if name not in self._formats:
            self._formats[name] = self._book.add_format({"num_format": name})
        return self._formats[name]


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _is_exact(value: float | Decimal) -> bool:
    """Say whether a spreadsheet, which keeps 15 digits, holds the number as it is."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) < 10**_EXACT_DIGITS
    return (
        value.is_finite()
        and len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS
        and abs(value.adjusted()) < 100
    )


def _with_header(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    yield header
    yield from rows


@contextmanager
def _text(target: Path | IO[bytes], encoding: str) -> Iterator[io.TextIOWrapper]:
    """Give a text stream onto a file, which is closed, or onto a stream, which is not."""
    raw = target.open("wb") if isinstance(target, Path) else target
    text = io.TextIOWrapper(raw, encoding=encoding, newline="")
    try:
        yield text
    finally:
        text.flush()
        if isinstance(target, Path):
            text.close()
        else:
            text.detach()


def _unwritable(cells: list[str], row: int, encoding: str) -> TableError:
    """Return the error that names the cell that the encoding cannot hold."""
    for column, cell in enumerate(cells, 1):
        try:
            cell.encode(encoding)
        except UnicodeEncodeError as error:
            shown = (
                ascii(cell[error.start : error.end][:10])
                if encoding.startswith("utf")
                else cell[error.start : error.end][:10]
            )
            return TableError("cannot_encode", row=row, column=column, text=shown, encoding=encoding)
    return TableError("cannot_encode", row=row, column=0, text="", encoding=encoding)
