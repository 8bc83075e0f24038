"""Zip archives of spreadsheets, checked before anything is unpacked, and XML parts read as a stream.

Refused: more than 5,000 entries, a directory over 2 MB (read from the end record before the directory itself), more
than 2 GiB unpacked in all, entries that shrink more than 200 times, entries that overlap or are encrypted, macros,
and XML with a document type. Nothing is ever written under a name from the archive.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat

from kith.features.tabular.errors import TableError

MAX_UNPACKED = 2 << 30
MAX_ENTRIES = 5_000
MAX_RATIO = 200
_SMALL = 4 << 20
"""Entries below this size may shrink as much as they like."""
_MAX_DIRECTORY = 2 << 20
_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_CHUNK = 1 << 18
_MAX_TOKEN = 8 << 20
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, OSError, EOFError, KeyError, ValueError,
    IndexError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the standard library raises for damaged archives and XML (RuntimeError: encrypted entries)."""


@contextmanager
def reading(part: str) -> Iterator[None]:
    """Turn the errors of a damaged part into TableError(damaged)."""
    try:
        yield
    except _DAMAGE as error:
        raise TableError("damaged", part=part) from error


def open_archive(path: Path) -> zipfile.ZipFile:
    """Return the archive when it is harmless. Raises TableError(damaged, bomb, encrypted, macros)."""
    with reading(path.suffix or "zip"):
        _check_directory(path)
        archive = zipfile.ZipFile(path)
    try:
        _check_entries(archive.infolist())
    except TableError:
        archive.close()
        raise
    return archive


def _check_directory(path: Path) -> None:
    """Refuse a directory that would fill the memory when it is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = file.seek(max(0, size - (1 << 16) - 22 - 76))
        tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22:
        raise zipfile.BadZipFile("no end record")
    entries, length = struct.unpack_from("<HL", tail, end + 10)
    wide = tail.rfind(_END64, 0, end)
    if wide >= 0 and (entries == 0xFFFF or length == 0xFFFFFFFF):
        entries, length = struct.unpack_from("<QQ", tail, wide + 32)
    if entries > MAX_ENTRIES or length > min(_MAX_DIRECTORY, start + len(tail)):
        raise TableError("bomb")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise TableError("bomb")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.flag_bits & 1:
            raise TableError("encrypted")
        if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * entry.compress_size:
            raise TableError("bomb")
        if entry.header_offset < end:
            raise TableError("bomb")
        end = entry.header_offset + 30 + entry.compress_size
        name = entry.filename.lower()
        if name.endswith("vbaproject.bin") or "/macrosheets/" in name or name.startswith("basic/"):
            raise TableError("macros")


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse_xml(
    stream: IO[bytes], *, start: Start, end: End | None = None, text: Text | None = None
) -> Iterator[None]:
    """Parse XML piece by piece and pause after each piece, so that the caller can give away what it has.

    Names come as they are written, with their prefixes. Raises TableError(forbidden_xml) for a document type, with
    which entities begin, and TableError(bomb) for a single tag of megabytes.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    fed = 0
    while piece := stream.read(_CHUNK):
        parser.Parse(piece, False)
        fed += len(piece)
        if fed - max(parser.CurrentByteIndex, 0) > _MAX_TOKEN:
            raise TableError("bomb")
        yield
    parser.Parse(b"", True)
    yield


def parse_whole(stream: IO[bytes], *, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Parse XML to its end."""
    for _piece in parse_xml(stream, start=start, end=end, text=text):
        pass


def _refuse_doctype(*_declaration: object) -> None:
    raise TableError("forbidden_xml")


class LocalNames(dict[str, str]):
    """Tag names without their prefixes, remembered: writers are free to choose prefixes."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < 1_000:
            self[name] = local
        return local
