"""ODS read as a stream: repeated rows and cells, by which a small file claims billions, are counted, not built."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from kith.features.tabular import numbers
from kith.features.tabular.archive import LocalNames, open_archive, parse_whole, parse_xml, reading
from kith.features.tabular.cells import MAX_CELL, MAX_COLUMNS, Cell
from kith.features.tabular.errors import TableError
from kith.features.tabular.source import Record
from kith.features.tabular.xlsxfile import MAX_ROWS

_PART = "content.xml"
_DURATION = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")


class OdsFile:
    """One sheet of an OpenDocument spreadsheet."""

    kind = "ods"
    encoding = None
    delimiter = None

    def __init__(self, path: Path, *, sheet: str | None) -> None:
        """Raises TableError for anything that is not a harmless spreadsheet with such a sheet."""
        self.path = path
        self.sheets: list[str] = []
        self._size = 0
        local = LocalNames()

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith("table") and local[tag] == "table" and len(self.sheets) < 1_000:
                self.sheets.append(_attribute(attributes, "name"))

        with open_archive(path) as archive, reading(_PART), archive.open(_PART) as stream:
            self._size = archive.getinfo(_PART).file_size
            parse_whole(stream, start=start)
        if not self.sheets:
            raise TableError("no_sheets")
        self.sheet: str | None = sheet if sheet is not None else self.sheets[0]
        if self.sheet not in self.sheets:
            raise TableError("unknown_sheet", sheet=(sheet or "")[:100])

    def estimate(self) -> int:
        """Return the number of rows that the size tells."""
        return min(MAX_ROWS, max(1, self._size // 1_000))

    def records(self) -> Iterator[Record]:
        """Give the rows that have cells."""
        handler = _Handler(self.sheet or "")
        with open_archive(self.path) as archive, reading(_PART), archive.open(_PART) as stream:
            for _piece in parse_xml(stream, start=handler.start, end=handler.end, text=handler.text):
                for row, repeat, cells in handler.take():
                    for number in range(row, row + repeat):
                        yield number, list(cells)


class _Handler:
    """Collects the rows of one sheet from the events of the parser."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._local = LocalNames()
        self._done: list[tuple[int, int, list[Cell]]] = []
        self._inside = False
        self._row = 0
        self._repeat_row = 0
        self._cells: list[Cell] = []
        self._gap = 0
        self._attributes: dict[str, str] | None = None
        self._parts: list[str] = []
        self._size = 0
        self._paragraphs = 0
        self._depth = 0
        self._aside = False

    def take(self) -> list[tuple[int, int, list[Cell]]]:
        """Return the rows that are complete (number, repetitions, cells) and forget them."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = self._local[tag]
        if name == "table":
            self._inside = _attribute(attributes, "name") == self._sheet
        if not self._inside:
            return
        if name == "table-row":
            self._begin_row(attributes)
        elif name in {"table-cell", "covered-table-cell"}:
            self._attributes, self._parts, self._size, self._paragraphs = attributes, [], 0, 0
        elif name == "annotation":
            self._aside = True
        elif self._attributes is not None and not self._aside:
            self._begin_text(name, attributes)

    def text(self, data: str) -> None:
        """Take text."""
        if self._depth and not self._aside:
            self._size += len(data)
            if self._size > MAX_CELL:
                raise TableError(
                    "cell_too_long", row=self._row + 1, column=len(self._cells) + 1, limit=MAX_CELL
                )
            self._parts.append(data)

    def end(self, tag: str) -> None:
        """End an element."""
        name = self._local[tag]
        if name == "table":
            self._inside = False
        elif name == "annotation":
            self._aside = False
        elif not self._inside or self._aside:
            return
        elif name == "p":
            self._depth = max(0, self._depth - 1)
        elif name in {"table-cell", "covered-table-cell"}:
            self._end_cell()
        elif name == "table-row":
            self._end_row()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._repeat_row = _repeated(attributes, "number-rows-repeated")
        self._cells, self._gap = [], 0

    def _begin_text(self, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            if self._paragraphs:
                self._parts.append("\n")
            self._paragraphs += 1
            self._depth += 1
        elif name == "s":
            self.text(" " * min(_repeated(attributes, "c"), 1_000))
        elif name in {"tab", "line-break"}:
            self.text("\t" if name == "tab" else "\n")

    def _end_cell(self) -> None:
        attributes, self._attributes, self._depth = self._attributes or {}, None, 0
        repeat = _repeated(attributes, "number-columns-repeated")
        value = _value(attributes, "".join(self._parts))
        if value is None:
            self._gap += repeat
            return
        if len(self._cells) + self._gap + repeat > MAX_COLUMNS:
            raise TableError("too_many_columns", row=self._row + 1, limit=MAX_COLUMNS)
        self._cells += [None] * self._gap + [value] * repeat
        self._gap = 0

    def _end_row(self) -> None:
        if self._cells:
            if self._row + self._repeat_row > MAX_ROWS:
                raise TableError("row_out_of_range", row=self._row + self._repeat_row)
            self._done.append((self._row + 1, self._repeat_row, self._cells))
        self._row += self._repeat_row


def _attribute(attributes: dict[str, str], local: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == local), "")


def _repeated(attributes: dict[str, str], local: str) -> int:
    return max(1, int(_attribute(attributes, local) or 1))


def _value(attributes: dict[str, str], text: str) -> Cell:
    kind = _attribute(attributes, "value-type")
    if kind in {"float", "currency", "percentage"}:
        return numbers.value(_attribute(attributes, "value"), "number")
    if kind == "date":
        return numbers.iso(_attribute(attributes, "date-value"))
    if kind == "boolean":
        return _attribute(attributes, "boolean-value") == "true"
    if kind == "time":
        match = _DURATION.fullmatch(_attribute(attributes, "time-value"))
        return timedelta(hours=int(match[1]), minutes=int(match[2]), seconds=int(match[3])) if match else text
    return text or None
