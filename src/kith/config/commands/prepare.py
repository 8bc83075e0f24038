"""Prepares the database before `kith up` serves. A program of its own, so that the one that stays running is small."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from kith.config import prepared, running
from kith.config.cli import explain, parser
from kith.config.refusal import Refusal
from kith.kernel import clock

READY = 0
REFUSED = 1
NOBODY = 3


def main(*, demo: Sequence[str]) -> int:
    """Migrate if needed, fill in demo data by this command, if any; return READY, REFUSED or NOBODY (nobody can sign in
    yet)."""
    try:
        return _prepare(demo=demo)
    except Exception as error:  # the border: whatever went wrong below becomes one clear line
        if os.environ.get("KITH_DEBUG") == "1":
            raise
        print(f"kith: {explain(error)}", file=sys.stderr)
        return REFUSED


def _prepare(*, demo: Sequence[str]) -> int:
    running.hold()
    django.setup()
    _migrate()
    if demo:
        _fill(demo)
    if not has_users():
        return NOBODY
    prepared.remember(MigrationRecorder(connection).applied_migrations())
    return READY


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    _refuse_newer(executor)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    kept = _keep_copy() if executor.loader.applied_migrations else None
    print(
        f"kith: preparing the database ({len(plan)} steps)" + (f"; a copy is in {kept}" if kept else ""),
        flush=True,
    )
    call_command("migrate", interactive=False, verbosity=0)


def _refuse_newer(executor: MigrationExecutor) -> None:
    known = executor.loader.disk_migrations
    labels = {label for label, _name in known}
    newer = [key for key in executor.loader.applied_migrations if key[0] in labels and key not in known]
    replaced = {old for migration in known.values() for old in migration.replaces}
    if set(newer) - replaced:
        raise Refusal("the data was written by a newer version of Kith; nothing was changed")


def _keep_copy() -> Path | None:
    """Copy the database before an update changes it; on PostgreSQL backups are the administrator's own."""
    if connection.vendor != "sqlite":
        return None
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-update-{clock.now():%Y%m%dT%H%M%S}.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    target.chmod(0o600)
    return target


def _fill(command: Sequence[str]) -> None:
    from kith.config.commands import demo

    if has_users():
        print("kith: there is data here already, --demo changes nothing", flush=True)
        return
    demo.run(parser().parse_args(command))


def has_users() -> bool:
    """Tell whether anybody can sign in."""
    from django.contrib.auth import get_user_model

    return bool(get_user_model()._default_manager.filter(is_active=True).exists())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    sys.exit(main(demo=sys.argv[1:]))
