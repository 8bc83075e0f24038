"""Files on the page of a record, and in its story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.engine import persons, plugs, records, registry
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.belonging import belonging, maker, newest
from kith.engine.formatting import BABEL
from kith.engine.plugs import Moment, MomentKind, Panel
from kith.engine.prepared import Prepared
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.features.files.attaching import carries_files, shown
from kith.features.files.models import Attachment
from kith.features.files.sniffing import SHOWN
from kith.features.files.store import path_of
from kith.kernel.numbers import identity
from kith.web import slots

MOST = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as the panel lists it. `preview` is the address of a picture, `remove` of taking it away."""

    name: str
    href: str
    about: str
    when: str
    iso: str
    preview: str = ""
    remove: str = ""


def readable(actor: Actor) -> bool:
    """Whether an actor reads files at all, and by their names."""
    access = actor.access
    return (
        access.reach("attachment", "read") is not Reach.NONE
        and access.level("attachment", "name") >= Level.READ
    )


def context(spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """What the panel shows."""
    if not readable(actor):
        return {"files": [], "upload": "", "limit": ""}
    deletable = Scope("attachment", actor.access, "delete")
    rows = belonging(Attachment, spec, record)[:MOST]
    found = [_shown(row, deletable, actor) for row in rows if shown(row, actor.access)]
    upload = upload_of(spec, record, actor) or ""
    return {"files": found, "upload": upload, "limit": size_text(settings.UPLOAD_LIMIT, actor.language)}


def _shown(row: Attachment, deletable: Scope, actor: Actor) -> Shown:
    address = f"/files/{row.pk}/content/"
    return Shown(
        name=row.name,
        href=address,
        about=f"{size_text(row.size or 0, actor.language)} · {maker(row)}",
        when=actor.show.datetime(row.created_at),
        iso=row.created_at.isoformat(),
        preview=preview_of(row),
        remove=f"/files/{row.pk}/remove/" if deletable.reach and deletable.own_covers(row) else "",
    )


def size_text(size: int, language: str) -> str:
    """A number of bytes as people read it."""
    amount, unit = float(size), _("B")
    for larger in (_("KB"), _("MB"), _("GB")):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    shown = format_decimal(
        amount, format="#,##0" if amount >= 10 or unit == _("B") else "#,##0.#", locale=BABEL[language]
    )
    return f"{shown} {unit}"


@plugs.timeline(MomentKind("file", gettext_lazy("Files"), "paperclip"))
def attached(
    spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime, limit: int, kinds: frozenset[str]
) -> Sequence[Moment]:
    """Files in the story of their record; those that came with an entry stand there."""
    if not carries_files(spec.key) or not readable(actor):
        return ()
    return [
        Moment(
            at=row.created_at, kind="file", icon="paperclip", title=row.name, actor_id=row.created_by_id,
            actor_name=maker(row),
            text=size_text(row.size or 0, actor.language), extra={"href": f"/files/{row.pk}/content/"},
            entity="attachment", record_id=row.pk,
        )
        for row in newest(Attachment, limit)(spec.key, record.pk, before)
        if (kinds or row.entry is None) and shown(row, actor.access)
    ]  # fmt: skip


@lru_cache(maxsize=1)
def _enclosed() -> Prepared:
    """The newest files of a record that came with entries."""
    rows = Attachment.live().filter(entry__isnull=False).order_by("-pk")
    return Prepared(lambda entity, number: rows.filter(about_entity=entity, about=number)[:MOST], str, int)


def enclose(spec: EntitySpec, record: Any, moments: Sequence[Moment], actor: Actor) -> None:
    """Give entries the files that came with them."""
    known = {(one.entity, one.record_id): one for one in moments if one.entity in plugs.entry_sources}
    if not known or not carries_files(spec.key) or not readable(actor):
        return
    for row in _enclosed()(spec.key, record.pk):
        moment = known.get((row.entry_entity, row.entry))
        if moment is not None:
            moment.extra.setdefault("files", []).insert(0, enclosed(row))


def enclosed(row: Attachment) -> dict[str, str]:
    """A file as an entry, and the composer, show it."""
    address = f"/files/{row.pk}/content/"
    return {"name": row.name, "href": address, "preview": preview_of(row)}


def preview_of(row: Attachment) -> str:
    """The address of a file's picture, if it is one."""
    picture = row.type in SHOWN and row.type.startswith("image/")
    return f"/files/{row.pk}/content/?inline=1" if picture else ""


def upload_of(spec: EntitySpec, record: Any, actor: Actor) -> str | None:
    """Where files for a record are sent to."""
    may = carries_files(spec.key) and record.deleted_at is None and readable(actor)
    if not may or actor.access.reach("attachment", "create") is Reach.NONE:
        return None
    return f"/{spec.plural}/{record.pk}/files/"


def keep_with(entry: Any, place: tuple[str, int], sent: Any, actor: Actor) -> None:
    """Files that were sent while an entry was written stay with it; only one's own, and of the same record."""
    ids = [number for number in map(identity, sent.getlist("file")) if number is not None]
    if not ids or registry.key_of(entry) not in plugs.entry_sources:
        return
    rows = Attachment.live().filter(
        pk__in=ids, about_entity=place[0], about=place[1], entry__isnull=True, created_by=actor.user_id
    )
    for row in rows:
        records.update(row, by=actor, entry=(registry.key_of(entry), entry.pk))


def content_of(row: Attachment) -> tuple[str, Path]:
    """The name of a file and where its bytes lie."""
    return row.name, path_of(row.sha)


persons.contents["attachment"] = content_of
plugs.companions.append(enclose)
slots.add("upload", upload_of)
slots.add("composed", keep_with)
plugs.panel(
    Panel(
        "files",
        gettext_lazy("Files"),
        "paperclip",
        "files/panel.html",
        context,
        when=lambda spec: carries_files(spec.key),
    )
)
