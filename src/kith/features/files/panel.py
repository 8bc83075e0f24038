"""Files on the page of a record, and in its story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.engine import plugs
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.belonging import belonging, maker, newest
from kith.engine.formatting import BABEL
from kith.engine.plugs import Moment, Panel
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.features.files.attaching import carries_files
from kith.features.files.models import Attachment
from kith.features.files.sniffing import SHOWN

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
    found = [_shown(row, deletable, actor) for row in belonging(Attachment, spec, record)[:MOST]]
    may = actor.access.reach("attachment", "create") is not Reach.NONE and record.deleted_at is None
    upload = f"/{spec.plural}/{record.pk}/files/" if may else ""
    return {"files": found, "upload": upload, "limit": size_text(settings.UPLOAD_LIMIT, actor.language)}


def _shown(row: Attachment, deletable: Scope, actor: Actor) -> Shown:
    address = f"/files/{row.pk}/content/"
    return Shown(
        name=row.name,
        href=address,
        about=f"{size_text(row.size or 0, actor.language)} · {maker(row)}",
        when=actor.show.datetime(row.created_at),
        iso=row.created_at.isoformat(),
        preview=f"{address}?inline=1" if row.type in SHOWN and row.type.startswith("image/") else "",
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


@plugs.timeline
def attached(
    spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime, limit: int
) -> Sequence[Moment]:
    """Files in the story of their record."""
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
    ]  # fmt: skip


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
