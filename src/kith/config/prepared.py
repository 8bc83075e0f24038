"""Whether the database is known to be up to date, told without loading Django: it decides how fast a start is.

`kith up` writes down which migrations were applied when everything was in order. As long as the sources hold the
same migrations and the database says that it has had exactly those, nothing needs preparing.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django

from kith.config.settings import DATA, DATABASES, PACKAGE

STAMP = DATA / "prepared.json"
QUERY = "SELECT app, name FROM django_migrations"
DATABASE: dict[str, Any] = DATABASES["default"]


def is_current() -> bool:
    """Tell whether the database was prepared by these very sources, users included."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return bool(stamp["sources"] == _sources() and stamp["applied"] == digest(_applied()))
    except (OSError, ValueError, KeyError, sqlite3.Error):
        return False


def remember(applied: Iterable[tuple[str, str]]) -> None:
    """Write down that these migrations are all that the sources hold."""
    draft = STAMP.with_suffix(".new")
    draft.write_text(json.dumps({"sources": _sources(), "applied": digest(applied)}), encoding="utf-8")
    draft.replace(STAMP)


def digest(names: Iterable[tuple[str, ...]]) -> str:
    """Return a digest of names in any order."""
    return hashlib.sha256(repr(sorted(names)).encode()).hexdigest()


def _sources() -> str:
    files = [*PACKAGE.glob("*/migrations/*.py"), *PACKAGE.glob("*/*/migrations/*.py")]
    return digest([(str(DATABASE["ENGINE"]),), (django.get_version(),), *((str(path),) for path in files)])


def _applied() -> list[tuple[str, str]]:
    if "sqlite" not in DATABASE["ENGINE"]:
        return _applied_postgres()
    # rw: a database that is not there is not to be made by looking for it.
    opened = sqlite3.connect(f"{Path(DATABASE['NAME']).absolute().as_uri()}?mode=rw", uri=True, timeout=5)
    try:
        return opened.execute(QUERY).fetchall()
    finally:
        opened.close()


def _applied_postgres() -> list[tuple[str, str]]:
    import psycopg

    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    address = {name: DATABASE[key] for name, key in names.items() if DATABASE[key]}
    try:
        with psycopg.connect(**address, **DATABASE["OPTIONS"], connect_timeout=5) as opened:
            return opened.execute(QUERY).fetchall()
    except psycopg.Error:
        return []
