"""What happened: timeline and history of a record, batches and their undoing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.api import asking, bodies, places
from kith.api.answers import answer
from kith.api.rendering import changes
from kith.engine import audit, journal, records, undo
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.errors import Malformed, NotFound
from kith.engine.journal import Batch, Entry
from kith.engine.plugs import Moment
from kith.engine.spec import EntitySpec
from kith.engine.timeline import moments
from kith.kernel.numbers import identity


def timeline(request: Any, plural: str, number: int) -> HttpResponse:
    """GET /{entity}/{id}/timeline: what happened around a record, newest first."""
    spec = places.entity(plural, request.actor)
    asking.only(request.GET, "limit", "before")
    most = asking.limit(request.GET)
    before = asking.moment(request.GET.get("before"))
    found = records.find(spec, number, request.actor, "read")
    items = moments(spec, found, request.actor, before=before, limit=most)
    following = items[-1].at if len(items) == most else None
    return answer({"items": [_told(item) for item in items], "next": following})


def _told(item: Moment) -> dict[str, Any]:
    details = [{"field": label, "old": old, "new": new} for label, old, new in item.details]
    return {
        "at": item.at,
        "kind": item.kind,
        "title": item.title,
        "text": item.text,
        "actor": {"id": item.actor_id, "name": item.actor_name},
        "entity": item.entity,
        "id": item.record_id,
        "done": item.done,
        "changes": details,
    }


def history(request: Any, plural: str, number: int) -> HttpResponse:
    """GET /{entity}/{id}/history: every change with the old and new values that the caller may read."""
    spec = places.entity(plural, request.actor)
    asking.only(request.GET, "limit", "cursor")
    most = asking.limit(request.GET)
    before = _place(request.GET.get("cursor"))
    found = records.find(spec, number, request.actor, "read")
    audit.seen(found, request.actor)
    entries = journal.history(spec.key, found.pk, most, before)
    items = [_changes(spec, entry, request.actor, found) for entry in entries]
    return answer({"items": items, "next": str(entries[-1].pk) if len(entries) == most else None})


def _place(said: str | None) -> int | None:
    """A number before which to go on. Raises Malformed."""
    if said is None:
        return None
    place = identity(said)
    if place is None:
        raise Malformed(_("This is no position in this list. Start again from its beginning."))
    return place


def _changes(spec: EntitySpec, entry: Entry, actor: Actor, found: Any) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.at,
        "actor": _person(entry.actor_id),
        "channel": entry.channel,
        "verb": entry.verb,
        "version": entry.version,
        "batch": entry.batch_id,
        "changes": changes(spec, entry.changes, actor, found, entry=entry.pk),
    }


def _person(number: int | None) -> dict[str, Any]:
    person = directory().people.get(number) if number else None
    return {"id": number, "name": person.name if person else ""}


# ---------------------------------------------------------------------- batches


def batches(request: Any) -> HttpResponse:
    """GET /batches: one's own batches of changes; everybody's for those who may undo them."""
    asking.only(request.GET, "limit", "cursor")
    most = asking.limit(request.GET)
    rows = Batch.objects.order_by("-id")
    if not undo.may_undo(Batch(actor_id=None), request.actor):
        rows = rows.filter(actor_id=request.actor.user_id)
    before = _place(request.GET.get("cursor"))
    found = list((rows if before is None else rows.filter(pk__lt=before))[:most])
    following = str(found[-1].pk) if len(found) == most else None
    return answer({"items": [_batch(row) for row in found], "next": following})


def batch(request: Any, number: int) -> HttpResponse:
    """GET /batches/{id}."""
    asking.only(request.GET)
    return answer(_batch(_own(number, request.actor)))


def undone(request: Any, number: int) -> HttpResponse:
    """POST /batches/{id}/undo: take back what was not changed since; the rest is listed. Very many changes are taken
    back in the background (202): the batch says `undone_by` when it is done."""
    bodies.empty(request)
    row = _own(number, request.actor)
    result = undo.begin(row.pk, by=request.actor)
    if result is None:
        return answer(_batch(row), status=202)
    left = [{"entity": entity, "id": record} for entity, record in result.left]
    return answer({"batch": result.batch, "undone": result.undone, "left": left})


def _own(number: int, actor: Actor) -> Batch:
    found = Batch.objects.filter(pk=number).first()
    if found is None or not undo.may_undo(found, actor):
        raise NotFound(_("There is no such batch, or it is not yours."))
    return found


def _batch(row: Batch) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "label": row.label,
        "at": row.at,
        "actor": {"id": row.actor_id, "name": row.actor_name},
        "channel": row.channel,
        "entity": row.entity,
        "rows": row.rows,
        "undone_by": row.undone_by,
    }
