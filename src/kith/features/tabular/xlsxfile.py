"""XLSX read as a stream: memory does not grow with the rows, and every limit is checked on the way.

An own reader, because libraries load a whole sheet (or need ten times longer), and because a file from outside must
meet limits before it meets a parser. Formulas give the value that was stored with them; merged cells give theirs in
the first cell.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from kith.features.tabular import numbers
from kith.features.tabular.archive import LocalNames, open_archive, parse_whole, parse_xml, reading
from kith.features.tabular.cells import MAX_CELL, MAX_COLUMNS, Cell, CellError
from kith.features.tabular.errors import TableError
from kith.features.tabular.source import Record
from kith.features.tabular.strings import SharedStrings, StringsHandler, unescape

MAX_ROWS = 1_048_576
_MAX_STYLES = 70_000
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension[^>]* ref="[A-Z]+\d+:[A-Z]+(\d{1,7})"')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class XlsxFile:
    """One sheet of a workbook."""

    kind = "xlsx"
    encoding = None
    delimiter = None

    def __init__(self, path: Path, *, sheet: str | None) -> None:
        """Raises TableError for anything that is not a harmless workbook with such a sheet."""
        self.path = path
        self._strings: SharedStrings | None = None
        with open_archive(path) as archive, reading("workbook.xml"):
            book = _Workbook(archive)
        if not book.sheets:
            raise TableError("no_sheets")
        self.sheets = list(book.sheets)
        self.sheet: str | None = sheet if sheet is not None else book.first_visible
        if self.sheet not in book.sheets:
            raise TableError("unknown_sheet", sheet=(sheet or "")[:100])
        self._book = book
        self._part = book.sheets[self.sheet]

    def estimate(self) -> int:
        """Return the number of rows that the sheet declares or, failing that, its size tells."""
        with open_archive(self.path) as archive, reading(self._part), archive.open(self._part) as stream:
            head = stream.read(1 << 16)
            size = archive.getinfo(self._part).file_size
        declared = _DIMENSION.search(head)
        rows = head.count(b"</row>") or head.count(b":row>") or 1
        return min(MAX_ROWS, int(declared[1]) if declared else rows * size // max(len(head), 1))

    def records(self) -> Iterator[Record]:
        """Give the rows that have cells."""
        with open_archive(self.path) as archive:
            with reading("sharedStrings.xml"):
                strings = self._strings = self._strings or self._book.read_strings(archive)
            handler = _SheetHandler(strings, self._book)
            with reading(posixpath.basename(self._part)), archive.open(self._part) as stream:
                for _piece in parse_xml(stream, start=handler.start, end=handler.end, text=handler.text):
                    yield from handler.take()


class _Workbook:
    """The parts of a workbook that its sheets need: names, styles, where the strings are."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._names = {name.lower(): name for name in archive.namelist()}
        self.sheets: dict[str, str] = {}
        self.first_visible: str | None = None
        self.from_1904 = False
        self.meanings: list[numbers.Meaning] = []
        self._local = LocalNames()
        main = self._target("", self._relations(archive, ""), "/officeDocument") or "xl/workbook.xml"
        folder = posixpath.dirname(main)
        relations = self._relations(archive, main)
        self._strings_part = self._target(folder, relations, "/sharedStrings")
        self._read_sheets(archive, main, relations)
        styles = self._target(folder, relations, "/styles")
        if styles:
            self._read_styles(archive, styles)

    def read_strings(self, archive: zipfile.ZipFile) -> SharedStrings:
        """Read the shared strings."""
        strings = SharedStrings()
        if self._strings_part:
            handler = StringsHandler(strings)
            with archive.open(self._strings_part) as stream:
                parse_whole(stream, start=handler.start, end=handler.end, text=handler.text)
        strings.close_writing()
        return strings

    def _relations(self, archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        path = self._names.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if self._local[tag] == "Relationship" and attributes.get("TargetMode") != "External":
                found[attributes.get("Id", "")] = attributes.get("Type", ""), attributes.get("Target", "")

        if path:
            with archive.open(path) as stream:
                parse_whole(stream, start=start)
        return found

    def _target(self, folder: str, relations: dict[str, tuple[str, str]], kind: str) -> str | None:
        for type_, target in relations.values():
            if type_.endswith(kind):
                return self._existing(folder, target)
        return None

    def _existing(self, folder: str, target: str) -> str | None:
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return self._names.get(path.lower())

    def _read_sheets(
        self, archive: zipfile.ZipFile, main: str, relations: dict[str, tuple[str, str]]
    ) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            name = self._local[tag]
            if name == "workbookPr":
                self.from_1904 = attributes.get("date1904") in {"1", "true"}
            elif name == "sheet":
                self._add_sheet(posixpath.dirname(main), attributes, relations)

        with archive.open(main) as stream:
            parse_whole(stream, start=start)
        self.first_visible = self.first_visible or next(iter(self.sheets), None)

    def _add_sheet(
        self, folder: str, attributes: dict[str, str], relations: dict[str, tuple[str, str]]
    ) -> None:
        link = next((value for key, value in attributes.items() if self._local[key] == "id"), "")
        type_, target = relations.get(link, ("", ""))
        part = self._existing(folder, target) if type_.endswith("/worksheet") else None
        if part:
            self.sheets[attributes["name"]] = part
            if attributes.get("state", "visible") == "visible" and self.first_visible is None:
                self.first_visible = attributes["name"]

    def _read_styles(self, archive: zipfile.ZipFile, part: str) -> None:
        codes: dict[int, str] = {}
        inside = ""

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            name = self._local[tag]
            if name == "numFmt":
                codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:500]
            elif name in {"cellXfs", "cellStyleXfs", "dxfs"}:
                inside = name
            elif name == "xf" and inside == "cellXfs" and len(self.meanings) < _MAX_STYLES:
                number = int(attributes.get("numFmtId", "0"))
                self.meanings.append(numbers.meaning_of_format(number, codes.get(number)))

        with archive.open(part) as stream:
            parse_whole(stream, start=start)


class _Columns(dict[str, int]):
    """Column letters as numbers from 0, remembered."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        self[letters] = number - 1
        return number - 1


class _SheetHandler:
    """Collects rows from the events of the parser."""

    def __init__(self, strings: SharedStrings, book: _Workbook) -> None:
        self._strings = strings
        self._book = book
        self._local = LocalNames()
        self._columns = _Columns()
        self._done: list[Record] = []
        self._row = 0
        self._cells: list[Cell] = []
        self._column = -1
        self._type = ""
        self._style = ""
        self._parts: list[str] = []
        self._size = 0
        self._collects = False
        self._aside = False

    def take(self) -> list[Record]:
        """Return the rows that are complete and forget them."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = self._local[tag]
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._collects = not self._aside
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "rPh":
            self._aside = True

    def text(self, data: str) -> None:
        """Take text."""
        if self._collects:
            self._size += len(data)
            if self._size > MAX_CELL:
                raise TableError("cell_too_long", row=self._row, column=self._column + 1, limit=MAX_CELL)
            self._parts.append(data)

    def end(self, tag: str) -> None:
        """End an element."""
        name = self._local[tag]
        if name == "c":
            if self._parts:
                self._put(self._value("".join(self._parts)))
        elif name in {"v", "t"}:
            self._collects = False
        elif name == "row":
            if self._cells:
                self._done.append((self._row, self._cells))
        elif name == "rPh":
            self._aside = False

    def _begin_row(self, number: str | None) -> None:
        self._row = int(number) if number else self._row + 1
        if not 0 < self._row <= MAX_ROWS:
            raise TableError("row_out_of_range", row=self._row)
        self._cells = []
        self._column = -1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            match = _REFERENCE.fullmatch(reference)
            if not match:
                raise ValueError(reference)
            self._column = self._columns[match[1]]
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._parts = []
        self._size = 0

    def _put(self, value: Cell) -> None:
        gap = self._column - len(self._cells)
        if self._column >= MAX_COLUMNS:
            raise TableError("too_many_columns", row=self._row, limit=MAX_COLUMNS)
        if gap >= 0:
            self._cells.extend([None] * gap)
            self._cells.append(value)
        else:
            self._cells[self._column] = value

    def _value(self, text: str) -> Cell:
        kind = self._type
        if kind == "s":
            return self._strings[int(text)] or None
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return text.strip() in {"1", "true"}
        if kind == "e":
            return CellError(text)
        if kind == "d":
            return numbers.iso(text)
        return unescape(text) or None

    def _number(self, text: str) -> Cell:
        if not text.strip():
            return None
        meanings = self._book.meanings
        meaning: numbers.Meaning = "number"
        if self._style:
            index = int(self._style)
            meaning = meanings[index] if index < len(meanings) else "number"
        return numbers.value(text, meaning, from_1904=self._book.from_1904)
