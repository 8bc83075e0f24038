"""What takes long to set up is made once in a run, and whoever needs one takes a copy: a migrated database above all.

Migrating takes ten seconds; every worker, served company and installation of a test would do it again.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connection

SOURCE = Path(__file__).resolve().parents[2] / "src"
FOLDER = "KITH_TEST_TEMPLATES"
DATABASE = "kith.sqlite3"
NAME = "kith_template"
PROGRAM = "kith.config.cli"


def keep() -> None:
    """Choose the folder that the runs of one command share, unless it is chosen; it goes when this process ends."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="kith-templates-")
        atexit.register(shutil.rmtree, os.environ[FOLDER], ignore_errors=True)


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, empty before: made when somebody first asks for it, while others wait."""
    kept = Path(os.environ[FOLDER])
    made = kept / name
    with (kept / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not made.exists():
            draft = kept / f"{name}.making"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            make(draft)
            draft.rename(made)
    return made


def run(data: Path, module: str, *arguments: str, **more: str) -> None:
    """Run a program of Kith on a data folder of its own, away from the settings of this run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    path = os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))
    environment = {**kept, **more, "KITH_DATA": str(data), "PYTHONPATH": path}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, cwd=data, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{module} {' '.join(arguments)}: {done.stdout}{done.stderr}"
        raise RuntimeError(message)


def migrated() -> Path:
    """A data folder whose SQLite database is migrated and holds nobody; its key is left to who copies it."""

    def make(folder: Path) -> None:
        run(folder, PROGRAM, "migrate")
        (folder / "secret-key").unlink()

    return once("migrated", make)


def demo() -> Path:
    """A data folder with the demo company, as `kith up --demo` prepares it."""

    def make(folder: Path) -> None:
        shutil.copytree(migrated(), folder, dirs_exist_ok=True)
        run(folder, "kith.config.commands.prepare", "demo")

    return once("demo", make)


def migrated_on(url: str) -> str:
    """The same on a PostgreSQL server: the address of a database that is there to be copied."""
    address = f"{url.rpartition('/')[0]}/{NAME}"

    def make(folder: Path) -> None:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{NAME}"')
            admin.execute(f'CREATE DATABASE "{NAME}"')
        run(folder, PROGRAM, "migrate", KITH_DATABASE_URL=address)

    once(f"{NAME}-{urlsplit(url).port}", make)
    return address


def connect(worker: str) -> None:
    """Put the tests of a worker on a copy: in memory on SQLite, beside the template on PostgreSQL."""
    said: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        said["NAME"] = f"file:memorydb_{worker}?mode=memory&cache=shared"
        connection.ensure_connection()
        # Untouchable: looking at it must not leave the files beside it that others would copy.
        path = f"{(migrated() / DATABASE).as_uri()}?immutable=1"
        with contextlib.closing(sqlite3.connect(path, uri=True)) as template:
            template.backup(connection.connection)
        return
    url = os.environ["KITH_DATABASE_URL"]
    migrated_on(url)
    name = f"kith_test_{worker}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{NAME}"')
    said["NAME"] = name


def leave() -> None:
    """Take the copy away again."""
    connection.close()
    if connection.vendor != "sqlite":
        with psycopg.connect(os.environ["KITH_DATABASE_URL"], autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{connection.settings_dict["NAME"]}" WITH (FORCE)')
