"""How each kind of database is copied, put back aside, and swapped in."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from kith.config.refusal import Refusal

ASIDE = "kith_replaced"
COMPANIONS = ("", "-wal", "-shm")


def copy(target: Path) -> None:
    """Write a consistent copy of the database to a new file, while people work."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
    else:
        postgres_tool("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}")


def restore_sqlite(copied: Path, old: Path) -> None:
    """Check and migrate a copy where it lies, then swap it in; what was there moves to the folder `old`.

    :raises Refusal: the copy is damaged or cannot be migrated; nothing was changed then
    """
    _check_sqlite(copied)
    migrate(copied.parent, f"sqlite:///{copied}")
    connection.close()
    here = Path(str(settings.DATABASES["default"]["NAME"]))
    old.mkdir(parents=True, exist_ok=True)
    for companion in COMPANIONS:
        present = here.with_name(here.name + companion)
        if present.exists():
            present.replace(old / present.name)
    copied.replace(here)


def _check_sqlite(path: Path) -> None:
    opened = sqlite3.connect(path)
    try:
        answer = opened.execute("PRAGMA quick_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refusal(f"the database in the backup is damaged: {error}") from error
    finally:
        opened.close()
    if answer != ("ok",):
        raise Refusal(f"the database in the backup is damaged: {answer[0]}")


def restore_postgres(copied: Path) -> None:
    """Read a copy into a fresh schema and migrate it; the present schema comes back if that fails.

    :raises Refusal: the copy cannot be read or migrated; nothing was changed then
    """
    _statements(
        f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE",
        f"ALTER SCHEMA public RENAME TO {ASIDE}",
        "CREATE SCHEMA public",
    )
    try:
        postgres_tool(
            "pg_restore", "--no-owner", "--no-acl", "--single-transaction", "--schema=public", str(copied)
        )
        migrate(Path(settings.DATA), os.environ["KITH_DATABASE_URL"])
    except Refusal:
        _statements("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {ASIDE} RENAME TO public")
        raise
    _statements(f"DROP SCHEMA {ASIDE} CASCADE")


def _statements(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def migrate(data: Path, url: str) -> None:
    """Bring a database that is not the one in use up to this version, in a process of its own."""
    environment = {
        **os.environ,
        "KITH_DATA": str(data),
        "KITH_DATABASE_URL": url,
        "KITH_SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "kith.config.cli", "migrate"]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Refusal(f"the backup could not be brought to this version: {_last_line(done.stderr)}")


def postgres_tool(name: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore on the database in use.

    :raises Refusal: the program is missing or fails
    """
    program = _newest(name)
    facts = connection.get_connection_params()
    environment = {**os.environ, "PGPASSWORD": str(facts.get("password") or "")}
    address = [
        f"--{key}={facts[word]}"
        for key, word in (("host", "host"), ("port", "port"), ("username", "user"))
        if facts.get(word)
    ]
    command = [program, *address, f"--dbname={facts['dbname']}", *arguments]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Refusal(f"{name} failed: {_last_line(done.stderr)}")


def _newest(name: str) -> str:
    # The client's version has to be the server's or newer: Debian keeps several beside each other.
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])
    )
    program = str(installed[-1]) if installed else shutil.which(name)
    if program is None:
        raise Refusal(f"{name} is not on this machine: install the PostgreSQL client of the server's version")
    return program


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
