"""A list as a file: what one looks at, in the columns that one sees, within the right to export."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kith.engine import plugs
from kith.engine.access import Reach
from kith.engine.errors import Forbidden, NotFound
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.web.addressing import State
from kith.web.pieces import Toast
from kith.web.responses import Done, done
from kith.web.views.listing import columns_of, tabs_of
from kith.web.views.opening import opened


@opened("GET")
def export(request: Any, spec: EntitySpec) -> Any:
    """Send the file, or, when it is long, say that it is being written."""
    actor = request.actor
    if actor.access.reach(spec.key, "export") is Reach.NONE:
        raise Forbidden
    write = plugs.exporters.get(request.GET.get("format", ""))
    if write is None:
        raise NotFound
    state = State.of(f"/{spec.plural}/", request.GET)
    _tabs, preset, shown = tabs_of(spec, actor, state)
    columns = columns_of(spec, actor, shown.columns)
    listing = Listing(
        spec, actor, fields=[one.key for one in columns], where=state.condition(spec, actor, *preset), sort=shown.sort,
        text=state.q, verb="export",
    )  # fmt: skip
    return sent(request, spec, write(listing, request.GET["format"], False))


def sent(request: Any, spec: EntitySpec, exported: plugs.Exported) -> HttpResponse | StreamingHttpResponse:
    """The file itself, or the way to it."""
    if exported.parts is None:
        text = _("The file is being written. You are told when it is ready.")
        return done(request, Done(f"/{spec.plural}/", Toast(text, href=exported.location, link=_("Show"))))
    response = StreamingHttpResponse(exported.parts, content_type=exported.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, exported.name)
    return response
