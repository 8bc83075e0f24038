"""Towns by their names in any language, from a gazetteer in the data folder, if `kith towns` has put one there.

The gazetteer is a small database of its own, read only: names with the country, size and place of their towns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kith.kernel.places import Point
from kith.kernel.text import fold

Town = tuple[str, str, int, float, float]
"""A name, the code of its country, how many people live there, latitude and longitude."""
SURE = 10
BY_COUNTRY = "SELECT country, max(people) FROM town WHERE name = ? GROUP BY country ORDER BY 2 DESC LIMIT 2"
BY_NAME = "SELECT lat, lon FROM town WHERE name = ? ORDER BY country = ? DESC, people DESC LIMIT 1"


def gazetteer() -> Path:
    """Where the gazetteer is, or would be."""
    return Path(settings.DATA) / "towns.sqlite"


def find(name: str, country: str = "") -> Point | None:
    """The largest town of a name, in a country if it has one; None when it is not known."""
    path = gazetteer()
    return _find(str(path), path.stat().st_mtime_ns, fold(name), country) if name and path.exists() else None


@lru_cache(maxsize=20_000)
def _find(path: str, _changed: int, name: str, country: str) -> Point | None:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        row = database.execute(BY_NAME, (name, country)).fetchone()
    database.close()
    return Point(*row) if row else None


def country_of(name: str) -> str:
    """The code of the country of a town, where only one has a town of that name or its largest is ten times as large as
    that of any other; "" when one cannot say."""
    path = gazetteer()
    return _country_of(str(path), path.stat().st_mtime_ns, fold(name)) if name and path.exists() else ""


@lru_cache(maxsize=20_000)
def _country_of(path: str, _changed: int, name: str) -> str:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        rows = database.execute(BY_COUNTRY, (name,)).fetchall()
    database.close()
    sure = len(rows) == 1 or (len(rows) > 1 and rows[0][1] >= SURE * rows[1][1])
    return str(rows[0][0]) if sure else ""


def write(towns: Iterable[Town]) -> int:
    """Write the gazetteer anew; returns how many names it knows."""
    draft = gazetteer().with_suffix(".new")
    draft.unlink(missing_ok=True)
    database = sqlite3.connect(draft)
    with database:
        database.execute("CREATE TABLE town (name TEXT, country TEXT, people INTEGER, lat REAL, lon REAL)")
        rows = ((fold(name), *rest) for name, *rest in towns)
        database.executemany("INSERT INTO town VALUES (?, ?, ?, ?, ?)", rows)
        database.execute("CREATE INDEX by_name ON town (name)")
        known = int(database.execute("SELECT count(*) FROM town").fetchone()[0])
    database.close()
    draft.replace(gazetteer())
    return known
