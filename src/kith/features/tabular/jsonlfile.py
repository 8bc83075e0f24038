"""JSON Lines: one object per line. The header is the union of the keys of the first rows."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from kith.features.tabular.cells import Cell
from kith.features.tabular.csvfile import MAX_LINE
from kith.features.tabular.errors import TableError
from kith.features.tabular.source import Record

_FIRST = 1_000


class JsonLinesFile:
    """Objects become rows: values that are lists or objects themselves stay JSON text; null is an empty cell."""

    kind = "jsonl"
    encoding: str | None = "utf-8"
    delimiter = None
    sheet = None

    def __init__(self, path: Path) -> None:
        """Raises TableError(bad_json, line_too_long, undecodable) for the first rows."""
        self.path = path
        self.sheets: list[str] = []
        self._keys: dict[str, int] = {}
        for _row, value in islice(self._objects(), _FIRST):
            for key in value if isinstance(value, dict) else ():
                self._keys.setdefault(key, len(self._keys))

    def estimate(self) -> int:
        """Return the number of lines, scaled up from the first ones."""
        with self.path.open("rb") as file:
            head = file.read(1 << 16)
        return max(1, (head.count(b"\n") or 1) * self.path.stat().st_size // max(len(head), 1))

    def records(self) -> Iterator[Record]:
        """Give the keys as the header (row 0, since no line holds it), then the values of each line."""
        yield 0, list(self._keys)
        for row, value in self._objects():
            yield row, value if isinstance(value, TableError) else self._cells(row, value)

    def _cells(self, row: int, value: dict[str, Any]) -> list[Cell] | TableError:
        cells: list[Cell] = [None] * len(self._keys)
        for key, item in value.items():
            if key not in self._keys:
                return TableError("unknown_key", row=row, key=key[:100])
            cells[self._keys[key]] = (
                json.dumps(item, ensure_ascii=False) if isinstance(item, (list, dict)) else item
            )
        return cells

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | TableError]]:
        with self.path.open("rb") as file:
            row = 0
            while line := file.readline(MAX_LINE):
                row += 1
                if len(line) >= MAX_LINE:
                    raise TableError("line_too_long", row=row, limit=MAX_LINE)
                if line.strip(b" \t\r\n\xef\xbb\xbf"):
                    yield row, _parse(line, row)


def _parse(line: bytes, row: int) -> dict[str, Any] | TableError:
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        return TableError("undecodable", row=row, encoding="utf-8")
    except (ValueError, RecursionError):
        return TableError("bad_json", row=row)
    return value if isinstance(value, dict) else TableError("bad_json", row=row)


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(name)
