"""`kith check`: whether data and set-up are in order, one line a point."""

import argparse
import json
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kith.engine.jobs.models import Job, Status

LEAST_FREE = 500_000_000
LATE = 600
Finding = tuple[bool, str]


def run(_options: argparse.Namespace) -> int:
    """Look at everything; answer 1 when something needs a person."""
    findings = [finding for look in LOOKS for finding in look()]
    for good, text in findings:
        print(f"{'ok  ' if good else 'BAD '} {text}")
    return 0 if all(good for good, _text in findings) else 1


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


def _jobs() -> Iterator[Finding]:
    failed = Job.objects.filter(status=Status.FAILED).count()
    yield not failed, f"jobs that failed for good: {failed}"
    first = Job.objects.filter(status=Status.READY).order_by("run_at").first()
    late = (timezone.now() - first.run_at).total_seconds() if first else 0
    yield (
        late < LATE,
        f"oldest waiting job: {max(0, late):.0f} s" + ("; is a worker running?" if late >= LATE else ""),
    )


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (_declarations, _folder, _assets, _database, _jobs)
