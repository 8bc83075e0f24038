"""Which character separates the cells of a text file."""

import csv
from collections.abc import Iterator

CANDIDATES = (",", ";", "\t", "|", "^", "~", "\x1f")
_ROWS = 200


def declared(first_line: str) -> str | None:
    """Return the delimiter that a spreadsheet program declares in a first line `sep=;`, if the line is one."""
    line = first_line.rstrip("\r\n").strip('"')
    return line[4] if len(line) == 5 and line[:4].lower() == "sep=" else None


def detect(sample: str) -> str:
    """Return the delimiter that cuts the most rows of the sample into as many cells as the header has.

    `sample` holds whole lines. Where nothing separates anything, the file has one column, and a comma is as good as
    any other.
    """
    best = max((_fit(sample, candidate), -rank) for rank, candidate in enumerate(CANDIDATES))
    return CANDIDATES[-best[1]] if best[0] > (0.0, 0) else ","


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows with as many cells as the header, and that number; zero for a single column."""
    widths = [width for width in _widths(sample, delimiter) if width]
    if not widths or widths[0] < 2:
        return 0.0, 0
    share = sum(width == widths[0] for width in widths) / len(widths)
    near = (
        sum(2 <= width < widths[0] for width in widths) / len(widths) / 2
    )  # short rows are common at the end
    return round(share + near, 1), widths[0]


def _widths(sample: str, delimiter: str) -> Iterator[int]:
    lines = sample.splitlines(keepends=True) if "\r" in sample.replace("\r\n", "") else sample.split("\n")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for count, row in enumerate(reader):
            if count == _ROWS:
                return
            yield len(row) if any(row) else 0
    except csv.Error:
        return
