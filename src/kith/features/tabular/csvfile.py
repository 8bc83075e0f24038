"""CSV as it occurs in practice, read with bounded memory and with an error at the row where something is wrong.

Rows are numbered as a spreadsheet program shows them: a text of several lines is one row, an empty line is a row, the
line `sep=;` is none.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from kith.features.tabular import delimiters
from kith.features.tabular.cells import MAX_CELL, Cell
from kith.features.tabular.encodings import detect, marked
from kith.features.tabular.errors import TableError
from kith.features.tabular.formulas import restore
from kith.features.tabular.source import Record

MAX_LINE = 2_000_000
"""Characters in one line."""
MAX_RECORD = 8_000_000
"""Characters in one row of several lines: a forgotten quote must not collect the rest of the file."""

_SAMPLE = 1 << 16
_BROKEN = "\0�"
_REFUSE = "kith.refuse"
_NOT_FOR_FILES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})

csv.field_size_limit(MAX_CELL)  # the limit of the csv module is one for the process; its default is 131,072


def _refuse(error: UnicodeError) -> tuple[str, int]:
    """Put a mark where bytes do not decode, so that the reader can name the row."""
    if isinstance(error, UnicodeDecodeError):
        return _BROKEN, error.end
    raise error


codecs.register_error(_REFUSE, _refuse)


class CsvFile:
    """A text file with separated values. What is not given about its form is found out."""

    kind = "csv"
    sheet = None

    def __init__(self, path: Path, *, encoding: str | None, delimiter: str | None, restoring: bool) -> None:
        """Raises TableError(unknown_encoding, unsupported_encoding, bad_delimiter)."""
        self.path = path
        self.sheets: list[str] = []
        self.encoding: str = encoding or detect(path).encoding
        _check_encoding(self.encoding)
        self._restoring = restoring
        sample = self._sample()
        first = sample.split("\n", 1)[0].split("\r", 1)[0]
        declared = delimiters.declared(first)
        self._skips_first = declared is not None
        self._sample_share = (
            len(sample.encode(self.encoding, "replace")),
            sample.count("\n") or sample.count("\r"),
        )
        self.delimiter: str = delimiter or declared or delimiters.detect(sample)
        if len(self.delimiter) != 1 or self.delimiter in '"\r\n\0':
            raise TableError("bad_delimiter")

    def estimate(self) -> int:
        """Return the number of lines, scaled up from the first ones."""
        size, lines = self._sample_share
        return max(1, round((lines + 1) * self.path.stat().st_size / max(size, 1)))

    def records(self) -> Iterator[Record]:
        """Give the rows that are not empty."""
        with self._open() as text:
            if self._skips_first:
                text.readline(MAX_LINE)
            lines = _Lines(text, self.encoding)
            yield from self._numbered(csv.reader(lines, delimiter=self.delimiter, strict=True), lines)

    def _numbered(self, reader: Iterator[list[str]], lines: "_Lines") -> Iterator[Record]:
        cells: list[str] | TableError | None
        while True:
            lines.begin_row()
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cells = lines.explain(error)
            if cells is None:
                return
            if isinstance(cells, TableError):
                yield lines.row, cells
            elif any(cells):
                yield lines.row, self._values(cells)

    def _values(self, cells: list[str]) -> list[Cell]:
        if self._restoring:
            return [(restore(cell) if cell[0] == "'" else cell) if cell else None for cell in cells]
        return [cell or None for cell in cells]

    def _open(self) -> io.TextIOWrapper:
        raw = self.path.open("rb")
        return io.TextIOWrapper(raw, encoding=marked(self.encoding), errors=_REFUSE, newline="")

    def _sample(self) -> str:
        with self._open() as text:
            sample = text.read(_SAMPLE)
        if len(sample) == _SAMPLE:
            end = max(sample.rfind("\n"), sample.rfind("\r")) + 1
            return sample[: end or _SAMPLE]
        return sample


class _Lines:
    """The lines of a text, checked and counted on their way into the csv module."""

    def __init__(self, text: io.TextIOWrapper, encoding: str) -> None:
        self.row = 0
        self._text = text
        self._encoding = encoding
        self._length = 0
        self._ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_LINE)
        if not line:
            self._ended = True
            raise StopIteration
        self._length += len(line)
        if "\0" in line:
            raise self._zero(line)
        if len(line) >= MAX_LINE or self._length > MAX_RECORD:
            raise TableError("line_too_long", row=self.row, limit=MAX_LINE)
        return line

    def begin_row(self) -> None:
        """Count a row and forget the length of the one before."""
        self.row += 1
        self._length = 0

    def explain(self, error: csv.Error) -> TableError:
        """Return what the csv module found as an error of this row. Raises it when the rest of the file is lost."""
        if "field larger" in str(error):
            raise TableError("line_too_long", row=self.row, limit=MAX_CELL) from error
        if self._ended:
            raise TableError("unclosed_quote", row=self.row) from error
        return TableError("bad_quote", row=self.row)

    def _zero(self, line: str) -> TableError:
        if _BROKEN in line:
            return TableError("undecodable", row=self.row, encoding=self._encoding)
        return TableError("nul", row=self.row)


def _check_encoding(name: str) -> None:
    """Refuse unknown codecs and those that are no encodings of text (zip, rot13, idna, ...)."""
    try:
        usable = codecs.lookup(name)._is_text_encoding  # noqa: SLF001 (the only way to ask)
        "a,1\r\n".encode(name).decode(name)
    except (LookupError, UnicodeError, ValueError):
        usable = False
    if not usable or codecs.lookup(name).name.replace("_", "-") in _NOT_FOR_FILES:
        raise TableError("unsupported_encoding", encoding=name)
