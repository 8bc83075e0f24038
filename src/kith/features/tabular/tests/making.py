"""Files for the tests."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kith.features.tabular import Cell, Table, open_table

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = '<workbook xmlns:r="x"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>'
BOOK_RELATIONS = (
    '<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="r2" Type="http://x/styles" Target="styles.xml"/>'
    '<Relationship Id="r3" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


def inline(*rows: tuple[str, ...]) -> str:
    """Return sheet XML without references, all cells inline text."""
    body = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    return f"<worksheet><sheetData>{body}</sheetData></worksheet>"


def workbook(path: Path, sheet: str, more: Mapping[str, str | bytes] | None = None) -> Path:
    """Write a workbook by hand, in order to write what no program would."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def opened(path: Path, content: bytes | str, **options: Any) -> Table:
    """Write the content to the path and open it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path, name=path.name, **options)


def rows(table: Table) -> list[list[Cell]]:
    """Return the cells of all rows."""
    return [cells for _row, cells in table.rows()]
