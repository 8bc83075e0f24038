"""Comments on the page of a record, and in its story."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, pgettext

from kith.engine import plugs, records, registry
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.belonging import belonging, maker, newest
from kith.engine.plugs import Moment, MomentKind, Panel
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.features.comments.mentioning import carries_comments
from kith.features.comments.models import Comment
from kith.web import slots
from kith.web.composing import Writer

MOST = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as the panel lists it."""

    who: str
    text: str
    when: str
    iso: str
    edit: str = ""
    remove: str = ""


def readable(actor: Actor) -> bool:
    """Whether an actor reads comments at all."""
    access = actor.access
    return access.reach("comment", "read") is not Reach.NONE and access.level("comment", "text") >= Level.READ


def context(spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """What the panel shows."""
    if not readable(actor):
        return {"comments": [], "write": "", "nonce": ""}
    may = actor.access.reach("comment", "create") is not Reach.NONE and record.deleted_at is None
    return {
        "comments": [_shown(row, actor) for row in belonging(Comment, spec, record)[:MOST]],
        "write": f"/{spec.plural}/{record.pk}/comments/" if may else "",
        "nonce": secrets.token_hex(16),
    }


def _shown(row: Comment, actor: Actor) -> Shown:
    def address(verb: str) -> str:
        scope = Scope("comment", actor.access, verb)
        return f"/comments/{row.pk}/" if scope.reach and scope.own_covers(row) else ""

    edit, remove = address("update"), address("delete")
    return Shown(
        who=maker(row),
        text=row.text,
        when=actor.show.datetime(row.created_at),
        iso=row.created_at.isoformat(),
        edit=f"{edit}edit/?field=text" if edit else "",
        remove=f"{remove}delete/" if remove else "",
    )


@plugs.timeline(MomentKind("comment", gettext_lazy("Comments"), "message"))
def said(
    spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime, limit: int, kinds: frozenset[str]
) -> Sequence[Moment]:
    """Comments in the story of their record."""
    if not carries_comments(spec.key) or not readable(actor):
        return ()
    return [_moment(row) for row in newest(Comment, limit)(spec.key, record.pk, before)]


def pinned(ids: Sequence[int], actor: Actor) -> Sequence[Moment]:
    """Comments that were pinned."""
    if not readable(actor):
        return ()
    return [_moment(row) for row in records.visible(Comment, to=actor).filter(pk__in=ids)]


def _moment(row: Comment) -> Moment:
    return Moment(
        at=row.created_at, kind="comment", icon="message", title=pgettext("done", "Commented"), text=row.text,
        actor_id=row.created_by_id, actor_name=maker(row), entity="comment", record_id=row.pk,
    )  # fmt: skip


def writer(spec: EntitySpec, actor: Actor) -> Writer | None:
    """Comments as a kind of entry of the composer."""
    if not carries_comments(spec.key) or actor.access.reach("comment", "create") is Reach.NONE:
        return None
    return Writer("comment", str(registry.spec("comment").label), "message", write, key="m")


def write(about: tuple[str, int], text: str, actor: Actor) -> Any:
    """Comment on a record. Raises Invalid."""
    return records.create(Comment, by=actor, about=about, text=text)


plugs.entry_sources["comment"] = pinned
slots.add("writers", writer)
plugs.panel(
    Panel(
        "comments", gettext_lazy("Comments"), "message", "comments/panel.html", context,
        when=lambda spec: carries_comments(spec.key),
    )
)  # fmt: skip
