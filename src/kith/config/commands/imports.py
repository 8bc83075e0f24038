"""`kith import ENTITY FILE`: check a file or take it in, here and now, with progress on a terminal."""

import argparse
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

from kith.config.commands.exports import entity
from kith.config.commands.users import find
from kith.config.refusal import Refusal
from kith.engine import epoch
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, Refused
from kith.features.imports import places, runs
from kith.features.imports.models import ImportRun, State

PIECE = 1 << 20
SHOWN = 20
EVERY = 1.0
"""Seconds between two lines of progress."""


def run(options: argparse.Namespace) -> int:
    """Take a file in; answer 1 when it failed or rows were refused."""
    try:
        with epoch.turn():
            started = _uploaded(options)
        with _progress(started.pk):
            done = runs.start(started, by=_actor(options), dry=options.dry_run, at_once=True)
    except Invalid as error:
        raise Refusal("; ".join(_lines(error))) from error
    except Refused as error:
        raise Refusal(str(error)) from error
    return _told(done)


def _actor(options: argparse.Namespace) -> Actor:
    if options.username:
        return Actor.of(find(options.username), "import")
    return Actor.system("import")


def _uploaded(options: argparse.Namespace) -> ImportRun:
    spec, actor = entity(options.entity), _actor(options)
    started = runs.upload(spec, options.file.name, _pieces(options.file), by=actor)
    try:
        if options.map or options.alike:
            mapping = started.mapping
            if options.map:
                mapping = runs.mapping_of(_given(options.map), spec, mapping)
            runs.configure(started, runs.choosing(mapping, options.alike), by=actor)
    except Refused:
        runs.forget(started)
        raise
    return started


def _given(text: str) -> str:
    """A mapping as typed, or the content of a file of JSON."""
    path = Path(text)
    return path.read_text(encoding="utf-8") if text.endswith(".json") and path.is_file() else text


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}") from error


def _lines(error: Invalid) -> list[str]:
    return [
        f"{name}: {text}" if name else str(text) for name, texts in error.errors.items() for text in texts
    ]


@contextmanager
def _progress(number: int) -> Iterator[None]:
    """Rows, rate and time left on one line of the terminal, read on a connection of its own."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(EVERY):
            print(f"\r{_line(number):<70}", end="", file=sys.stderr, flush=True)
        connections.close_all()

    watcher: Any = threading.Thread(target=watch, daemon=True) if sys.stderr.isatty() else None
    if watcher:
        watcher.start()
    try:
        yield
    finally:
        over.set()
        if watcher:
            watcher.join()
            print(f"\r{'':<70}\r", end="", file=sys.stderr, flush=True)


def _line(number: int) -> str:
    row = ImportRun.objects.get(pk=number)
    rate, left = runs.speed(row)
    if rate is None:
        return "reading the file …"
    total = "?" if row.rows_total is None else f"{row.rows_total:,}"
    rest = "" if left is None else f", {time.strftime('%H:%M:%S', time.gmtime(left))} left"
    return f"{row.rows_done:,} of {total} rows, {rate:,} rows a second{rest}"


def _told(done: ImportRun) -> int:
    if done.state == State.FAILED:
        raise Refusal(done.message)
    dry = ("would be created", "would be changed", "would be skipped")
    words = dry if done.dry else ("created", "changed", "skipped")
    print(
        f"{done.created} {words[0]}, {done.updated} {words[1]}, {done.skipped} {words[2]}, {done.failed} refused"
    )
    for name, count in sorted(done.links.items()):
        print(f"  {count} {name} {words[0]} for links")
    for row, column, text, _record in done.sample[:SHOWN]:
        print(f"  row {row}{f', {column}' if column else ''}: {text}")
    if done.rejected:
        print(f"rows not taken: {places.rejected(done)}")
    if done.batch_id:
        print(f"batch {done.batch_id}: kith undo {done.batch_id} takes it back")
    return 1 if done.failed else 0
