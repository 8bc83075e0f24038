"""Collecting contents that no attachment points at any more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kith.engine.jobs import daily, task
from kith.features.files import store
from kith.features.files.models import Attachment
from kith.kernel import clock

KEPT = dt.timedelta(days=30)
"""How long a content without a row is kept: a backup of the database taken before still finds it."""

UPLOADING = dt.timedelta(days=1)


@daily("03:20")
@task()
def collect_orphans() -> int:
    """Remove old contents without a row, and what cut-off uploads left. How many files went."""
    removed = sum(_remove_orphan(path) for path in store.contents() if _older(path, KEPT))
    for path in store.unfinished():
        if _older(path, UPLOADING):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _older(path: Path, age: dt.timedelta) -> bool:
    return path.exists() and clock.now().timestamp() - path.stat().st_mtime > age.total_seconds()


def _remove_orphan(path: Path) -> bool:
    """One content, looked at again while no upload is between its file and its row; the trash counts as a row."""
    with store.collecting():
        if not _older(path, KEPT) or Attachment.objects.filter(sha=path.name).exists():
            return False
        path.unlink(missing_ok=True)
        return True
