"""A list as a file: what one looks at, in the columns that one sees, within the right to export."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kith.engine import plugs
from kith.engine.access import Reach
from kith.engine.errors import Forbidden, NotFound
from kith.engine.spec import EntitySpec
from kith.web.columns import columns_of
from kith.web.look import Look
from kith.web.pieces import Toast
from kith.web.responses import Done, done
from kith.web.views.opening import opened


@opened("GET")
def export(request: Any, spec: EntitySpec) -> Any:
    """Send the file, or, when it is long, say that it is being written."""
    actor = request.actor
    if actor.access.reach(spec.key, "export") is Reach.NONE:
        raise Forbidden
    write = plugs.exporters_of(spec).get(request.GET.get("format", ""))
    if write is None:
        raise NotFound
    look = Look.of(request, spec)
    columns = columns_of(spec, actor, look.columns)
    listing = look.listing([one.key for one in columns], sort=look.sort, verb="export")
    return sent(request, spec, write(listing, request.GET["format"], False))


def sent(request: Any, spec: EntitySpec, exported: plugs.Exported) -> HttpResponse | StreamingHttpResponse:
    """The file itself, or the way to it."""
    if exported.parts is None:
        text = _("The file is being written. You are told when it is ready.")
        return done(request, Done(f"/{spec.plural}/", Toast(text, href=exported.location, link=_("Show"))))
    name = content_disposition_header(as_attachment=True, filename=exported.name) or "attachment"
    response = StreamingHttpResponse(exported.parts, content_type=exported.content_type)
    response.headers["Content-Disposition"] = name
    return response
