"""Opening a table: what the file is decides its content, never its name."""

import re
from pathlib import Path

from kith.features.tabular.archive import open_archive, reading
from kith.features.tabular.csvfile import CsvFile
from kith.features.tabular.errors import TableError
from kith.features.tabular.jsonlfile import JsonLinesFile
from kith.features.tabular.odsfile import OdsFile
from kith.features.tabular.source import Source
from kith.features.tabular.table import Table
from kith.features.tabular.vcardfile import VCardFile
from kith.features.tabular.xlsfile import XlsFile
from kith.features.tabular.xlsxfile import XlsxFile

_HEAD = 1 << 12
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ",
    b"SQLite format 3", b"\x7fELF", b"{\\rtf",
)  # fmt: skip
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|style)\b", re.IGNORECASE)


def open_table(
    path: Path,
    *,
    name: str,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    restore: bool = True,
) -> Table:
    """Return the table in a file.

    `name` is what the person calls the file: it tells JSON Lines from CSV where both are possible. `encoding`,
    `delimiter` and `sheet` overrule what is found. `restore` takes the apostrophes off that the export of CSV puts
    before what looks like a formula. Raises TableError.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise TableError("empty")
    source = _binary(path, head, sheet)
    if source is None:
        _refuse_foreign(head)
        if _is_cards(head):
            source = VCardFile(path, encoding=encoding)
        elif name.lower().endswith((".jsonl", ".ndjson")) or _is_json_lines(head):
            source = JsonLinesFile(path)
        else:
            source = CsvFile(path, encoding=encoding, delimiter=delimiter, restoring=restore)
    table = Table(source)
    table.check_has_rows()
    return table


def _binary(path: Path, head: bytes, sheet: str | None) -> Source | None:
    if head.startswith(_ZIP):
        return _zipped(path, sheet)
    if head.startswith(_OLE):
        _refuse_encrypted(path)
        return XlsFile(path, sheet=sheet)
    return None


def _zipped(path: Path, sheet: str | None) -> Source:
    with open_archive(path) as archive, reading("zip"):
        names = {name.lower() for name in archive.namelist()}
        if "meta-inf/manifest.xml" in names and "content.xml" in names:
            manifest = next(
                entry for entry in archive.infolist() if entry.filename.lower() == "meta-inf/manifest.xml"
            )
            with archive.open(manifest) as stream:
                if b"encryption-data" in stream.read(1 << 20):
                    raise TableError("encrypted")
    if "content.xml" in names:
        return OdsFile(path, sheet=sheet)
    if "xl/workbook.bin" in names:
        raise TableError("xlsb")
    if "[content_types].xml" not in names or any(name.startswith(("word/", "ppt/")) for name in names):
        raise TableError("not_a_table")
    return XlsxFile(path, sheet=sheet)


def _refuse_encrypted(path: Path) -> None:
    """Refuse a workbook of today that a password wraps into an old container."""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if _ENCRYPTED in chunk:
                raise TableError("encrypted")
            if len(chunk) == 1 << 20:
                file.seek(-len(_ENCRYPTED), 1)


def _refuse_foreign(head: bytes) -> None:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = head.decode("utf-16", "ignore").encode("ascii", "ignore")
    if _HTML.match(text):
        raise TableError("html")
    if text.lstrip().startswith(b"<?xml") or text.lstrip().startswith(b"<!DOCTYPE"):
        raise TableError(
            "xml_spreadsheet" if b"schemas-microsoft-com:office:spreadsheet" in text else "not_a_table"
        )
    if text.startswith(_FOREIGN):
        raise TableError("not_a_table")


def _is_json_lines(head: bytes) -> bool:
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return re.match(rb'\{\s*"(?:[^"\\]|\\.)*"\s*:', first) is not None


def _is_cards(head: bytes) -> bool:
    text = (
        head.decode("utf-16", "ignore") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head.decode("latin-1")
    )
    return text.removeprefix("\u00ef\u00bb\u00bf").lstrip().upper().startswith("BEGIN:VCARD")
