"""Where the files of a run lie in the data folder: the upload, its errors, its rejected rows."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from kith.features.imports.models import ImportRun


def root() -> Path:
    """The folder of all runs, readable by its owner only."""
    folder = Path(settings.DATA) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def folder_of(run: ImportRun) -> Path:
    """The folder of one run."""
    return root() / run.folder


def source(run: ImportRun) -> Path:
    """The file as it was uploaded."""
    return folder_of(run) / "source"


def errors(run: ImportRun) -> Path:
    """What was wrong, one JSON line a row; checks and real runs have a file each."""
    return folder_of(run) / ("check.jsonl" if run.dry else "errors.jsonl")


def rejected(run: ImportRun) -> Path:
    """The rows that were refused; `run.rejected` is its name, "" while there is none."""
    return folder_of(run) / run.rejected


def keep(parts: Iterable[bytes]) -> tuple[str, int]:
    """Store an upload; returns its folder's name and its size in bytes. It is on disk when this returns."""
    name = secrets.token_hex(16)
    folder = root() / name
    folder.mkdir(mode=0o700)
    size = 0
    with (folder / "source").open("wb") as file:
        for part in parts:
            file.write(part)
            size += len(part)
        file.flush()
        os.fsync(file.fileno())
    return name, size


def discard(name: str) -> None:
    """Remove a run's folder."""
    if name:
        shutil.rmtree(root() / name, ignore_errors=True)
