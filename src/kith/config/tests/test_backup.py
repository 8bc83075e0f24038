"""A backup brings back exactly what was there, and nothing is lost when it cannot."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from kith.config.tests.conftest import Installation, copied

pytestmark = pytest.mark.database
PASSWORD = "correct horse battery\n"
BACKUP = "backup.tar"
STORED = "files/ab/abcdef"


def add(installation: Installation, name: str) -> None:
    """Add a user as an administrator would."""
    installation.done("user", "add", name, typed=PASSWORD)


def exists(installation: Installation, name: str) -> bool:
    """Tell whether a user is there."""
    return installation.run("token", name)[0] == 0


@pytest.fixture(scope="session")
def used(migrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A backup was made when ann and a file were there; afterwards bob came and the file went."""
    made = copied(migrated, tmp_path_factory.mktemp("used") / "data")
    stored = made.folder / STORED
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"a contract")
    add(made, "ann")
    made.done("backup", str(made.folder / BACKUP))
    stored.unlink()
    add(made, "bob")
    return made


@pytest.fixture
def installation(used: Installation, tmp_path: Path) -> Installation:
    """A copy of it for each test."""
    return copied(used, tmp_path / "data")


@pytest.fixture
def backup(installation: Installation) -> Path:
    """The backup that was made of it."""
    return installation.folder / BACKUP


def rewritten(source: Path, **facts: Any) -> Path:
    """The same backup with a manifest that says something else."""
    target = source.with_name("rewritten.tar")
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old:
            content = old.extractfile(entry).read()  # type: ignore[union-attr]
            if entry.name == "manifest.json":
                content = json.dumps({**json.loads(content), **facts}).encode()
                entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return target


def test_a_restored_backup_brings_back_rows_and_files_and_puts_the_rest_aside(
    installation: Installation, backup: Path
) -> None:
    assert "--replace" in installation.refused("restore", str(backup))
    said = installation.done("restore", "--replace", str(backup))
    assert exists(installation, "ann")
    assert not exists(installation, "bob")
    assert (installation.folder / STORED).read_bytes() == b"a contract"
    assert "the former data is in" in said
    assert any((installation.folder / "backups").iterdir())


def test_a_backup_is_readable_by_its_owner_only_and_holds_no_secret_key(
    installation: Installation, backup: Path
) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    secret = (
        (installation.folder / "secret-key").read_bytes()
        if (installation.folder / "secret-key").exists()
        else b""
    )
    assert not secret or secret not in backup.read_bytes()


def test_a_backup_never_overwrites_another(installation: Installation, backup: Path) -> None:
    before = backup.read_bytes()
    assert "exists already" in installation.refused("backup", str(backup))
    assert backup.read_bytes() == before


def test_a_damaged_backup_changes_nothing(installation: Installation, backup: Path) -> None:
    whole = backup.read_bytes()
    middle = len(whole) // 2
    damaged = {
        "cut off": whole[:middle],
        "one byte is different": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "something else": b"name;city\n" * 1000,
        "empty": b"",
    }
    for what, content in damaged.items():
        backup.write_bytes(content)
        assert "damaged" in installation.refused("restore", "--replace", str(backup)), what
    assert exists(installation, "bob")


@pytest.mark.parametrize(
    "facts", [{"format": 2}, {"migrations": ["engine.9999_from_the_future"]}], ids=["format", "migrations"]
)
def test_a_backup_of_a_newer_version_is_refused(
    installation: Installation, backup: Path, facts: dict[str, Any]
) -> None:
    said = installation.refused("restore", "--replace", str(rewritten(backup, **facts)))
    assert "newer version of Kith" in said
    assert exists(installation, "bob")


@pytest.mark.parametrize("name", ["files/../../escaped", "/escaped", "escaped", "database"])
def test_a_backup_that_holds_what_does_not_belong_there_is_refused(
    installation: Installation, backup: Path, name: str
) -> None:
    with tarfile.open(backup, "a") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b"x"))
    assert "does not belong there" in installation.refused("restore", "--replace", str(backup))
    assert not list(installation.folder.parent.rglob("escaped"))


def test_nothing_is_replaced_while_something_serves_from_it(installation: Installation, backup: Path) -> None:
    installation.environment["KITH_LOG"] = "INFO"
    worker = installation.start("worker")
    try:
        # Its own word is waited for: trying the lock from here could be what keeps the worker from starting.
        assert any("at work" in line for line in worker.stderr or ())
        assert "is running" in installation.refused("restore", "--replace", str(backup))
    finally:
        worker.terminate()
        worker.communicate(timeout=60)
    assert exists(installation, "bob")
