"""Writing a listing into a file, in the memory of one chunk of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import override

from kith.engine import audit, journal, limits
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Forbidden
from kith.engine.fieldtypes import FieldSpec
from kith.engine.identity.models import User
from kith.engine.jobs import progress
from kith.engine.listing import Listing, Row
from kith.engine.paths import field_at
from kith.features.exports.values import Cells
from kith.features.tabular.writing import write_csv, write_jsonl, write_xlsx

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
}


@dataclass(frozen=True, slots=True)
class OwnFormat:
    """A format of one entity: it always holds the same `fields`, as far as they are seen; `write` puts all chunks of
    rows into a file and says how many rows these were."""

    fields: tuple[str, ...]
    write: Callable[[Path, Iterable[Sequence[Row]], Sequence[FieldSpec], Actor], int]


OWN: dict[str, OwnFormat] = {}
SMALL = 20_000
"""Rows up to which an export is answered at once, in the order of the list; larger ones go by id."""
PAGE = 1_000


def allowed(listing: Listing) -> Listing:
    """The listing within the reach of the right to export. Raises Forbidden without any, and for who only looks as
    somebody else: what leaves is never written down under another name."""
    if listing.actor.seen_by or listing.actor.access.reach(listing.spec.key, "export") is Reach.NONE:
        raise Forbidden
    return listing if listing.verb == "export" else replace(listing, verb="export")


def shaped(listing: Listing, kind: str) -> Listing:
    """The listing with the fields that a format holds, where it says that itself. Raises Forbidden without any."""
    if kind not in OWN:
        return listing
    seen = listing.spec.shown(listing.actor)
    if not (names := tuple(name for name in OWN[kind].fields if name in seen)):
        raise Forbidden
    return replace(listing, fields=names)


def fields_of(listing: Listing) -> list[FieldSpec]:
    """The fields that are written: those asked for, else all that the actor may see. Raises UnknownField."""
    if listing.fields:
        return [field_at(listing.spec, listing.actor, name) for name in listing.fields]
    return [field for field in listing.spec.shown(listing.actor).values() if field.type.listed]


def write(listing: Listing, kind: str, path: Path, *, raw: bool, by_id: bool = True) -> int:
    """Write all rows of an allowed listing; returns how many. Labels are in the actor's language.

    Raises TableError for what a format cannot hold.
    """
    fields = fields_of(listing)
    listing = replace(listing, fields=tuple(field.key for field in fields))
    chunks = counted(listing.walk(PAGE) if by_id else pages(listing))
    if kind in OWN:
        return OWN[kind].write(path, chunks, fields, listing.actor)
    cells = Cells(fields, listing.actor, raw=raw, plain=kind == "jsonl")
    with override(listing.actor.language):
        header = ["id", *(field.key for field in fields)] if raw else [str(field.label) for field in fields]
        if kind == "jsonl":
            names = ["id", *(field.key for field in fields)]
            return write_jsonl(
                path, (dict(zip(names, row, strict=True)) for row in lines(cells, chunks, ids=True))
            ).rows
        rows = lines(cells, chunks, ids=raw)
        if kind == "csv":
            return write_csv(path, header, rows).rows
        return write_xlsx(path, header, rows, sheet_title=str(listing.spec.label_plural)).rows


def lines(cells: Cells, chunks: Iterable[Sequence[Row]], *, ids: bool) -> Iterator[list[Any]]:
    """The rows of all chunks as cells, each with its id in front if wanted."""
    for chunk in chunks:
        for row, line in zip(chunk, cells.of(chunk), strict=True):
            yield [row.id, *line] if ids else line


def pages(listing: Listing) -> Iterator[list[Row]]:
    """All rows in the order of the list."""
    listing, cursor = replace(listing, limit=PAGE), None
    while True:
        page = listing.page(cursor)
        yield page.rows
        cursor = page.next
        if cursor is None:
            return


def counted(chunks: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """The same chunks, with the job's progress told; a cancelled job stops here."""
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        progress(done)


def log(listing: Listing, kind: str, rows: int) -> None:
    """Write into journal and log who took how many rows and which fields out. Raises Beyond when others were
    faster today."""
    spec, actor = listing.spec, listing.actor
    names = [field.key for field in fields_of(listing)]
    with (
        writing(),
        override(actor.language),
        journal.batch(actor, "export", f"{spec.label_plural} · {kind}", spec.key) as batch,
    ):
        User.objects.select_for_update().filter(pk=actor.user_id or 0).first()
        limits.exports_of_day(spec.key, actor)
        batch.rows += rows
        batch.save()
        audit.note(audit.EXPORT, actor, entity=spec.key, rows=rows, format=kind, fields=names)
