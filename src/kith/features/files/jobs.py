"""Collecting contents that no attachment points at any more, and removing those of files that are erased."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from django.db import transaction

from kith.engine import journal, persons, records, registry
from kith.engine.actor import Actor
from kith.engine.jobs import daily, task
from kith.features.files import store
from kith.features.files.models import Attachment
from kith.features.files.pictures import kept
from kith.kernel import clock

KEPT = dt.timedelta(days=30)
"""How long a content without a row is kept: a backup of the database taken before still finds it."""

UPLOADING = dt.timedelta(days=1)
MOST = 1_000


@daily("03:20")
@task()
def collect_orphans() -> int:
    """Remove old contents without a row, files that waited for a record in vain, and what cut-off uploads left. How
    many files went."""
    _give_up()
    removed = sum(_remove_orphan(path) for path in store.contents() if _older(path, KEPT))
    for path in store.unfinished():
        if _older(path, UPLOADING):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _give_up() -> None:
    """Rows of files that were sent ahead of a record which never came."""
    rows = list(Attachment.objects.filter(waiting=True, created_at__lt=clock.now() - UPLOADING)[:MOST])
    if rows:
        system = Actor.system()
        with records.transaction(), journal.batch(system, "purge", entity="attachment") as batch:
            records.purge(registry.spec("attachment"), rows, system, batch)


def forget(erased: persons.Erased) -> dict[str, int]:
    """The contents of files that are being erased leave the disk once that is stored, if no other file has the same."""
    if erased.spec.key != "attachment":
        return {}
    shas = set(Attachment.objects.filter(pk__in=erased.ids).values_list("sha", flat=True))
    transaction.on_commit(partial(_remove_unused, shas))
    return {"files": len(erased.ids)}


def _remove_unused(shas: set[str]) -> None:
    with store.collecting():
        for sha in shas:
            if not Attachment.objects.filter(sha=sha).exists():
                store.path_of(sha).unlink(missing_ok=True)


persons.erasers.append(forget)


def _older(path: Path, age: dt.timedelta) -> bool:
    return path.exists() and clock.now().timestamp() - path.stat().st_mtime > age.total_seconds()


def _remove_orphan(path: Path) -> bool:
    """One content, looked at again while no upload is between its file and its row; the trash counts as a row."""
    with store.collecting():
        if not _older(path, KEPT) or Attachment.objects.filter(sha=path.name).exists():
            return False
        path.unlink(missing_ok=True)
        kept(path.name).unlink(missing_ok=True)
        return True
