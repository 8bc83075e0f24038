"""The page of a large export: its file, or how far it is."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, NotFound
from kith.features.exports.asking import rights
from kith.features.exports.jobs import path_of
from kith.features.exports.models import Export, State
from kith.features.exports.writing import TYPES
from kith.web.responses import page
from kith.web.views.opening import opened


def find(number: int, actor: Actor) -> Export:
    """An export of one's own. Raises NotFound for those of others and for old ones."""
    row = Export.objects.filter(pk=number, user_id=actor.user_id or 0).first()
    if row is None:
        raise NotFound
    return row


def content(row: Export, actor: Actor) -> HttpResponse:
    """The file. Raises NotFound while it is not there, Forbidden when it may hold more than its person may see now."""
    if row.state != State.DONE or not path_of(row).is_file():
        raise NotFound
    lost = actor.access.reach(row.entity, "export") is Reach.NONE
    if lost or row.rights != rights(row.entity, row.user_id):
        raise Forbidden(_("Your rights have changed since this file was written. Export again."))
    response: Any = FileResponse(
        path_of(row).open("rb"), as_attachment=True, filename=row.name, content_type=TYPES[row.format]
    )
    response.headers["Cache-Control"] = "private, no-store"
    found: HttpResponse = response
    return found


@opened("GET")
def show(request: Any, number: int) -> HttpResponse:
    """Give the file out, or say how far it is."""
    row = find(number, request.actor)
    if row.state == State.DONE:
        return content(row, request.actor)
    return page(
        request, "exports/state.html", title=_("Export"), export=row, failed=row.state == State.FAILED
    )
