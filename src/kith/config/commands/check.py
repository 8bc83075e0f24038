"""`kith check`: whether data and set-up are in order, one line a point; `--journal` proves the journal."""

import argparse
import json
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import resolve
from django.utils import timezone

from kith.config.refusal import Refusal
from kith.engine import plugins
from kith.engine.custom.models import CustomField
from kith.engine.custom.specs import has_kind
from kith.engine.jobs.models import Job, Status
from kith.engine.objects import tables
from kith.engine.sealing import checking
from kith.engine.sealing.making import last_seal

LEAST_FREE = 500_000_000
LATE = 600
Finding = tuple[bool, str]


def run(options: argparse.Namespace) -> int:
    """Look at everything; answer 1 when something needs a person."""
    if options.journal or options.against:
        return _proof(options.against)
    findings = [finding for look in LOOKS for finding in look()]
    for good, text in findings:
        print(f"{'ok  ' if good else 'BAD '} {text}")
    return 0 if all(good for good, _text in findings) else 1


def _proof(against: str) -> int:
    """Prove the whole journal.

    :raises Refusal: with the first row or block that is not as it was sealed
    """

    def told(rows: int) -> None:
        print(f"\r{rows:,} rows", end="", file=sys.stderr, flush=True)

    terminal = sys.stderr.isatty()
    try:
        proof = checking.check(against, told if terminal else lambda _rows: None)
    except checking.Broken as error:
        raise Refusal(f"the journal is broken: {error}") from error
    finally:
        if terminal:
            print("\r", end="", file=sys.stderr)
    print(f"the journal is whole: {proof.rows:,} rows in {proof.blocks:,} blocks")
    if proof.last:
        print(proof.last.line())
    return 0


def _declarations() -> Iterator[Finding]:
    serious = [message for message in checks.run_checks() if message.is_serious()]
    yield not serious, f"declarations: {len(serious)} problems"
    for message in serious:
        yield False, f"  {message.id}: {message.msg}"


def _folder() -> Iterator[Finding]:
    folder = Path(settings.DATA)
    yield not _open_to_others(folder), f"data folder {folder} is closed to other users"
    key = folder / "secret-key"
    if key.exists():
        yield not _open_to_others(key), "secret key is closed to other users"
    free = shutil.disk_usage(folder).free
    yield free > LEAST_FREE, f"free space: {free / 1_000_000_000:.1f} GB"


def _open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _assets() -> Iterator[Finding]:
    folder = Path(settings.STATIC_ROOT)
    try:
        names = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).values()
    except (OSError, ValueError):
        yield False, f"assets: none in {folder}, ./kith up builds them"
        return
    missing = [name for name in names if not (folder / name).exists()]
    yield not missing, "assets are built" if not missing else f"assets are missing: {', '.join(missing)}"


def _database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield not waiting, f"database {connection.vendor}: {waiting} steps behind this version"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            answer = cursor.execute("PRAGMA quick_check").fetchone()[0]
            broken = cursor.execute("PRAGMA foreign_key_check").fetchone()
        yield answer == "ok", f"database file: {answer}"
        yield broken is None, "links between rows hold"


def _objects() -> Iterator[Finding]:
    lacking = tables.lacking()
    yield not lacking, f"tables of own objects: {', '.join(lacking) or 'as they should be'}"
    lost = [f"{row.entity}.{row.key} ({row.kind})" for row in CustomField.live() if not has_kind(row)]
    missing = f"{', '.join(lost)}: the plugin that brought them is not here"
    yield not lost, f"kinds of added fields: {missing if lost else 'all known'}"


def _jobs() -> Iterator[Finding]:
    failed = Job.objects.filter(status=Status.FAILED).count()
    yield not failed, f"jobs that failed for good: {failed}"
    first = Job.objects.filter(status=Status.READY).order_by("run_at").first()
    late = (timezone.now() - first.run_at).total_seconds() if first else 0
    yield (
        late < LATE,
        f"oldest waiting job: {max(0, late):.0f} s" + ("; is a worker running?" if late >= LATE else ""),
    )


def _journal() -> Iterator[Finding]:
    last = last_seal()
    late = checking.late(last)
    sealed = f"sealed up to block {last.number}" if last else "nothing sealed yet"
    yield not late, f"journal: {late or sealed}"


def _plugins() -> Iterator[Finding]:
    resolve("/")  # the addresses of plugins are loaded with the first question for one
    for plugin in plugins.found():
        told = plugin.wrong or "works"
        yield not plugin.wrong, f"plugin {plugin.name} {plugin.version}: {told}"


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _declarations,
    _plugins,
    _folder,
    _assets,
    _database,
    _objects,
    _jobs,
    _journal,
)
