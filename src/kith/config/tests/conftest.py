"""An installation of its own, used through the command as a person would."""

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from tests.harness import templates

ROOT = Path(__file__).resolve().parents[4]


class Installation:
    """A data folder and a database, driven by `kith` as a process."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, "KITH_DATA": str(folder), "KITH_DATABASE_URL": url}
        self.environment["PYTHONPATH"] = str(ROOT / "src")

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command and leave it running."""
        command = [sys.executable, "-m", "kith.config.cli", *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, env=self.environment, cwd=self.folder, text=True, **pipes)  # type: ignore[call-overload, no-any-return]

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str]:
        """Run a command to its end; return its exit code and all that it said."""
        with self.start(*arguments) as process:
            said, complained = process.communicate(typed)
        return process.returncode, said + complained

    def done(self, *arguments: str, typed: str = "") -> str:
        """Run a command that has to succeed."""
        code, said = self.run(*arguments, typed=typed)
        assert code == 0, said
        return said

    def refused(self, *arguments: str, typed: str = "") -> str:
        """Run a command that has to be refused, in one line."""
        code, said = self.run(*arguments, typed=typed)
        assert (code, said.count("\n")) == (1, 1), said
        return said


def server() -> str:
    """The address of the PostgreSQL server that this run is about, empty on SQLite."""
    return os.environ.get("KITH_DATABASE_URL", "")


def database(template: str = "") -> str:
    """Make a database, empty or like another, and return its address; empty on SQLite."""
    if not server():
        return ""
    name = f"kith_{uuid.uuid4().hex}"
    like = f' TEMPLATE "{template.rpartition("/")[2]}"' if template else ""
    with psycopg.connect(server(), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"{like}')
    return f"{server().rpartition('/')[0]}/{name}"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that is migrated and nothing else, to be copied."""
    if server():
        return Installation(tmp_path_factory.mktemp("migrated"), templates.migrated_on(server()))
    return Installation(templates.migrated(), "")


def copied(template: Installation, folder: Path) -> Installation:
    """The same installation once more, in a folder of its own."""
    shutil.copytree(template.folder, folder)
    folder.chmod(0o700)
    return Installation(folder, database(template.environment["KITH_DATABASE_URL"]))


@pytest.fixture
def installation(migrated: Installation, tmp_path: Path) -> Installation:
    """A fresh installation, migrated, without anybody."""
    return copied(migrated, tmp_path / "data")
