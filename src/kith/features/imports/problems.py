"""What was wrong, row by row: in a file beside the upload, a sample of it in the run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kith.features.imports.models import ImportRun

SAMPLE = 100
KINDS = 50
Message = tuple[str, str]
"""The column's heading ("" for the row as a whole) and what is wrong, in the language of the person."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is not taken, with everything that is wrong with it; `warnings`, by rule, if that is all. `record` is
    the one that it looks like; it is `left` out if only that stands in the way."""

    row: int
    messages: Sequence[Message]
    warnings: Mapping[str, str] = field(default_factory=dict)
    record: int | None = None
    left: bool = False


def note(run: ImportRun, path: Path, found: Sequence[Problem]) -> None:
    """Append problems behind what is committed, safely on disk before the caller commits, and count them in the run."""
    lines = "".join(
        json.dumps([one.row, one.messages], ensure_ascii=False, separators=(",", ":")) + "\n" for one in found
    ).encode("utf-8", "backslashreplace")
    if not lines:
        return
    with open(path, "r+b" if path.exists() else "w+b") as file:
        file.seek(run.errors_bytes)
        file.truncate()
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    run.errors_bytes += len(lines)
    run.failed += sum(not one.left for one in found)
    _count(run, found)


def _count(run: ImportRun, found: Sequence[Problem]) -> None:
    counts = {(column, text): number for column, text, number in run.problems}
    for one in found:
        for column, text in one.messages:
            if len(run.sample) < SAMPLE:
                run.sample.append([one.row, column, text, one.record])
            kind = (column, _("It looks like a record that is there already.") if one.left else text)
            if kind in counts or len(counts) < KINDS:
                counts[kind] = counts.get(kind, 0) + 1
    run.problems = [[column, text, number] for (column, text), number in counts.items()]
    for one in found:
        for rule, text in one.warnings.items():
            run.warnings[rule] = [text, run.warnings.get(rule, ["", 0])[1] + 1]


@dataclass(frozen=True, slots=True)
class Noted:
    """The problems of a run, read from its file as often as asked."""

    path: Path
    size: int

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            while file.tell() < self.size:
                row, messages = json.loads(file.readline())
                yield row, [_sentence(*message) for message in messages]


def _sentence(column: str, text: str) -> str:
    return f"{column}: {text}" if column else text


def as_json(run: ImportRun) -> list[dict[str, Any]]:
    """The sample for the API; `record` is there where a row looks like one."""
    return [
        {"row": row, "column": column, "message": text, **({"record": record} if record else {})}
        for row, column, text, record in run.sample
    ]
