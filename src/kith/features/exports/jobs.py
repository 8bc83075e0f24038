"""Writing large exports, and removing their files after a week."""

from __future__ import annotations

import datetime as dt
import os
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kith.engine import epoch, limits, persons, plugs
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Refused
from kith.engine.jobs import PermanentError, daily, task
from kith.features.exports.asking import rights, unpacked
from kith.features.exports.models import Export, State
from kith.features.exports.writing import allowed, log, write
from kith.features.tabular import TableError
from kith.kernel import clock

KEPT = dt.timedelta(days=7)


def path_of(row: Export) -> Path:
    """Where the file of an export lies."""
    return Path(settings.MEDIA_ROOT) / "exports" / f"{row.pk}.{row.format}"


@task(max_attempts=3)
def write_export(number: int) -> int:
    """Write one export with the rights that its person has now, and tell him. Doing it again writes the same file."""
    row = Export.objects.filter(pk=number).first()
    if row is None or row.state != State.WAITING:
        return 0
    with epoch.turn():
        try:
            rows = _written(row)
        except (Refused, TableError, PermanentError) as error:
            _settle(row, State.FAILED, rows=None, title=_failed, body=str(error))
            return 0
        _settle(row, State.DONE, rows=rows, title=partial(_ready, row.name))
    return rows


def _written(row: Export) -> int:
    """Into a file beside its place, then to its place: half a file is never given out."""
    said: dict[str, Any] = row.request
    listing = allowed(unpacked(row.entity, row.user_id, said))
    limits.rows_of_export(listing)
    path = path_of(row)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    rows = write(listing, row.format, part, raw=said["raw"])
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(path)
    row.rights = rights(row.entity, row.user_id)
    log(listing, row.format, rows)
    return rows


def _ready(name: str, _reader: Actor) -> str:
    """A title in the language of who reads it."""
    return _("Your export “%(name)s” is ready") % {"name": name}


def _failed(_reader: Actor) -> str:
    return _("Your export could not be written")


def _settle(row: Export, state: State, *, rows: int | None, title: Any, body: str = "") -> None:
    with writing():
        row.state, row.rows = state, rows
        row.save(update_fields=("state", "rows", "rights"))
        plugs.notify([row.user_id], "export.finished", title=title, body=body, href=f"/exports/{row.pk}/")


@daily("03:40")
@task()
def remove_old_exports() -> int:
    """Remove files and rows of exports after a week. How many went."""
    old = list(Export.objects.filter(at__lt=clock.now() - KEPT))
    for row in old:
        path_of(row).unlink(missing_ok=True)
    Export.objects.filter(pk__in=[row.pk for row in old]).delete()
    return len(old)


def forget(erased: persons.Erased) -> dict[str, int]:
    """Lists of the entity as files may hold what is being erased: they go, whoever asked for them."""
    rows = list(Export.objects.filter(entity=erased.spec.key, state=State.DONE))
    for row in rows:
        path_of(row).unlink(missing_ok=True)
    Export.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return {"exports": len(rows)}


persons.erasers.append(forget)
