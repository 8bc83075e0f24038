"""What shells ask for: a listing as a file, at once when it is short, by a job when it is long."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from kith.engine import limits, plugs
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Invalid
from kith.engine.listing import Listing
from kith.engine.plugs import Exported
from kith.features.exports import jobs
from kith.features.exports.asking import packed
from kith.features.exports.models import Export, State
from kith.features.exports.writing import (
    OWN,
    SMALL,
    TYPES,
    OwnFormat,
    allowed,
    fields_of,
    log,
    shaped,
    write,
)
from kith.features.tabular import TableError
from kith.kernel import clock

PIECE = 64 * 1024


@plugs.exporter(*TYPES)
def export(listing: Listing, kind: str, raw: bool) -> Exported:
    """The rows and fields of a listing as a file. Raises Forbidden, UnknownField, Invalid, Beyond."""
    listing = shaped(allowed(listing), kind)
    fields_of(listing)
    limits.rows_of_export(listing)
    limits.exports_of_day(listing.spec.key, listing.actor, waiting(listing.actor))
    count, exact = listing.count(SMALL)
    if (exact and count <= SMALL) or listing.actor.user_id is None or named(listing):
        return at_once(listing, kind, raw=raw, by_id=not exact)
    return later(listing, kind, raw=raw)


def offer(kind: str, content_type: str, of: tuple[str, Callable[[], str]], form: OwnFormat) -> None:
    """Let the records of one entity be exported in one more format; `of` is the entity and what lists call it."""
    TYPES[kind], OWN[kind] = content_type, form
    plugs.own_formats[kind] = of
    plugs.exporters[kind] = export


def named(listing: Listing) -> bool:
    """Whether only this process knows which records are meant, so that no job can write them later."""
    return listing.extra is not None or listing.only is not None


def waiting(by: Actor) -> int:
    """How many exports of a person are still being written."""
    return Export.objects.filter(user_id=by.user_id or 0, state=State.WAITING).count()


def file_name(listing: Listing, kind: str) -> str:
    """Such as customers 2026-03-14.csv, by the day where the actor is."""
    return f"{listing.spec.plural} {clock.today(listing.actor.time_zone):%Y-%m-%d}.{kind}"


def at_once(listing: Listing, kind: str, *, raw: bool, by_id: bool) -> Exported:
    """Write into a temporary file, so that whatever can go wrong does before the first byte is sent."""
    number, name = tempfile.mkstemp(suffix=f".{kind}")
    os.close(number)
    path = Path(name)
    try:
        rows = write(listing, kind, path, raw=raw, by_id=by_id)
        log(listing, kind, rows)
    except TableError as error:
        path.unlink(missing_ok=True)
        raise Invalid({"": [str(error)]}) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Exported(file_name(listing, kind), TYPES[kind], pieces(path))


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file that is removed from the folder at once and from the disk when it is read."""
    opened = path.open("rb")
    path.unlink()
    return _pieces(opened)


def _pieces(opened: IO[bytes]) -> Iterator[bytes]:
    with opened:
        while piece := opened.read(PIECE):
            yield piece


def later(listing: Listing, kind: str, *, raw: bool) -> Exported:
    """Let a job write it; its person is told when the file is there."""
    actor = listing.actor
    with writing():
        row = Export.objects.create(
            user_id=actor.user_id or 0, entity=listing.spec.key, format=kind, name=file_name(listing, kind),
            request={**packed(listing), "raw": raw}, at=clock.now(),
        )  # fmt: skip
        job = jobs.write_export.using(actor_id=actor.user_id).enqueue(row.pk)
        row.job = str(job.id)
        row.save(update_fields=("job",))
    where = f"/api/v1/exports/{row.pk}" if actor.channel == "api" else f"/exports/{row.pk}/"
    return Exported(row.name, TYPES[kind], job=row.pk, location=where)
