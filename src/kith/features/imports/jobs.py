"""Background work of the import: taking files in, and clearing away old ones."""

from __future__ import annotations

from datetime import timedelta

from kith.engine.jobs import daily, task
from kith.features.imports import places
from kith.features.imports.models import ACTIVE, ImportRun, State
from kith.features.imports.walking import walk
from kith.kernel import clock

UNUSED = timedelta(days=7)
KEPT = timedelta(days=90)


@task(max_attempts=10, backoff=5)
def take_in(number: int) -> None:
    """Walk through a run's file. Killed, it goes on after the last committed row."""
    walk(number)


@daily("03:40")
@task()
def clear_away() -> None:
    """Remove the files of imports that were never run for a week, or ended three months ago; the runs stay listed."""
    now = clock.now()
    waiting = ImportRun.objects.filter(state__in=(State.UPLOADED, State.CHECKED), at__lt=now - UNUSED)
    ended = ImportRun.objects.exclude(state__in=ACTIVE).filter(finished_at__lt=now - KEPT)
    for run in [*waiting.exclude(folder=""), *ended.exclude(folder="")]:
        places.discard(run.folder)
        run.rejected = ""
        run.save(update_fields=("rejected",))
