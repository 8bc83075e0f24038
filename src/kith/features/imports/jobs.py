"""Background work of the import: taking files in, and clearing away old ones."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.utils.translation import gettext as _

from kith.engine import plugs
from kith.engine.actor import Actor
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
    run = ImportRun.objects.filter(pk=number, actor_id__isnull=False).first()
    if run is not None and run.state in (State.DONE, State.CHECKED, State.FAILED):
        title, body = partial(_outcome, run), partial(_figures, run)
        plugs.notify(
            [run.actor_id or 0], "import.finished", title=title, body=body, href=f"/imports/{run.pk}/"
        )


def _outcome(run: ImportRun, _reader: Actor) -> str:
    """What became of an import, in the language of who reads it."""
    told = {
        State.DONE: _("“%(name)s” is imported"),
        State.CHECKED: _("“%(name)s” is checked"),
        State.FAILED: _("“%(name)s” could not be imported"),
    }
    return told[State(run.state)] % {"name": run.name}


def _figures(run: ImportRun, _reader: Actor) -> str:
    if run.state == State.FAILED:
        return run.message
    figures = {name: getattr(run, name) for name in ("created", "updated", "skipped", "failed")}
    if run.skipped:
        return _("%(created)s new, %(updated)s changed, %(skipped)s skipped, %(failed)s rejected") % figures
    return _("%(created)s new, %(updated)s changed, %(failed)s rejected") % figures


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
