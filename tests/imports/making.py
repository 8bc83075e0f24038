"""Files and runs for the tests of the import."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from csv import writer
from typing import Any

from kith.engine import registry
from kith.engine.actor import Actor
from kith.features.imports import runs
from kith.features.imports.models import ImportRun


def csv(header: Sequence[str], *rows: Sequence[str], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The bytes of a CSV file."""
    text = io.StringIO()
    writer(text, delimiter=delimiter).writerows((header, *rows))
    return text.getvalue().encode(encoding)


def uploaded(
    data: bytes, by: Actor, *, entity: str = "customer", name: str = "file.csv", **options: str
) -> ImportRun:
    """A run of an uploaded file."""
    return runs.upload(registry.spec(entity), name, [data], by=by, options=options)


def taken_in(
    data: bytes, by: Actor, mapping: Mapping[str, Any] | None = None, *, dry: bool = False, **upload: Any
) -> ImportRun:
    """The run of a file that was checked or taken in at once, by the guessed mapping or another."""
    run = uploaded(data, by, **upload)
    if mapping is not None:
        runs.configure(run, dict(mapping), by=by)
    return runs.start(run, by=by, dry=dry, at_once=True)


def problems(run: ImportRun) -> list[tuple[int, str, str]]:
    """What was wrong: row, column, text."""
    return [(row, column, text) for row, column, text, _record in run.sample]


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Created, updated, skipped, failed."""
    return run.created, run.updated, run.skipped, run.failed
