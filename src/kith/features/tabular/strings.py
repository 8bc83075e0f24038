"""The shared strings of a workbook: the first ones in memory, the rest in a temporary file."""

import os
import re
import tempfile
import weakref
from array import array
from typing import IO

from kith.features.tabular.archive import LocalNames
from kith.features.tabular.cells import MAX_CELL
from kith.features.tabular.errors import TableError

_IN_MEMORY = 32 << 20
"""Bytes of strings to hold in memory, about."""
_CACHED = 20_000
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Return the text with `_x000D_` and the like resolved, as spreadsheet programs write control characters."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)


class SharedStrings:
    """A list of strings that grows on disk. Looking up costs a microsecond or two there."""

    def __init__(self) -> None:
        self._near: list[str] = []
        self._size = 0
        self._offsets = array("Q", [0])
        self._file: IO[bytes] | None = None
        self._cache: dict[int, str] = {}

    def append(self, text: str) -> None:
        """Add a string at the end."""
        if self._size < _IN_MEMORY:
            self._near.append(text)
            self._size += 60 + 2 * len(text)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as this object)
            weakref.finalize(self, self._file.close)
        raw = text.encode("utf-8", "surrogatepass")
        self._file.write(raw)
        self._offsets.append(self._offsets[-1] + len(raw))

    def close_writing(self) -> None:
        """Make everything readable."""
        if self._file:
            self._file.flush()

    def __len__(self) -> int:
        return len(self._near) + len(self._offsets) - 1

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        if index < len(self._near):
            return self._near[index]
        found = self._cache.get(index)
        if found is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            found = self._cache[index] = self._far(index - len(self._near))
        return found

    def _far(self, index: int) -> str:
        if self._file is None:
            raise IndexError(index)
        start, end = self._offsets[index], self._offsets[index + 1]
        return os.pread(self._file.fileno(), end - start, start).decode("utf-8", "surrogatepass")


class StringsHandler:
    """Collects `<si>` elements; the reading aids of Chinese and Japanese texts (`<rPh>`) are left out."""

    def __init__(self, strings: SharedStrings) -> None:
        self._strings = strings
        self._local = LocalNames()
        self._parts: list[str] = []
        self._size = 0
        self._collects = False
        self._aside = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = self._local[tag]
        if name == "si":
            self._parts, self._size = [], 0
        elif name == "t":
            self._collects = not self._aside
        elif name == "rPh":
            self._aside = True

    def text(self, data: str) -> None:
        """Take text."""
        if self._collects:
            self._size += len(data)
            if self._size > MAX_CELL:
                raise TableError("damaged", part="sharedStrings.xml")
            self._parts.append(data)

    def end(self, tag: str) -> None:
        """End an element."""
        name = self._local[tag]
        if name == "si":
            self._strings.append(unescape("".join(self._parts)))
        elif name == "t":
            self._collects = False
        elif name == "rPh":
            self._aside = False
