"""The API of notifications: one's own, newest first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from kith.api import asking, bodies
from kith.api.answers import answer
from kith.api.door import door
from kith.engine.errors import Invalid, Malformed
from kith.features.notifications import reading
from kith.features.notifications.models import Notification
from kith.kernel.numbers import identity

MOST = 1_000


def listed(request: Any) -> HttpResponse:
    """GET /notifications?unread=true&limit=50&cursor=ID."""
    given = request.GET
    asking.only(given, "unread", "limit", "cursor")
    unread = asking.YES.get(given.get("unread", "false").lower())
    cursor = given.get("cursor", "")
    before = identity(cursor)
    if unread is None or (cursor and before is None):
        raise Malformed
    limit = asking.limit(given)
    rows = reading.listed(request.actor, limit + 1, before=before, unread=unread)
    following = str(rows[limit - 1].pk) if len(rows) > limit else None
    items = [item(row) for row in rows[:limit]]
    return answer({"items": items, "next": following, "unread": reading.unread(request.actor)})


def item(row: Notification) -> dict[str, Any]:
    """One notification as the API gives it."""
    return {
        "id": row.pk, "event": row.event, "entity": row.entity or None, "record_id": row.record_id, "title": row.title,
        "body": row.body, "count": row.count, "at": row.at, "read_at": row.read_at, "page": reading.address(row),
    }  # fmt: skip


def read(request: Any) -> HttpResponse:
    """POST /notifications/read: all, or those in `ids`."""
    body = bodies.read(request)
    if set(body) - {"ids"}:
        raise Invalid({name: [_("There is no such field.")] for name in set(body) - {"ids"}})
    ids = body.get("ids")
    if ids is not None and (not isinstance(ids, list) or len(ids) > MOST):
        raise Invalid({"ids": [_("Give a list of values.")]})
    numbers = None if ids is None else [bodies.number(value, "ids") for value in ids]
    return answer({"read": reading.mark_read(request.actor, numbers)})


urlpatterns = [
    path("v1/notifications", door(GET=listed)),
    path("v1/notifications/read", door(POST=read)),
]
