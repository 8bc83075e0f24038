"""Files that come with the form of a new record: kept first, so that a form that is refused does not lose them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_protect

from kith.engine.access import Reach
from kith.engine.errors import Forbidden
from kith.engine.spec import EntitySpec
from kith.features.files.attaching import send_ahead
from kith.features.files.views.receiving import receiving, taken
from kith.web.views import forming
from kith.web.views.opening import opened

OFF = "__off"


@opened("GET", "POST")
def created(request: Any, spec: EntitySpec) -> HttpResponse:
    """The form of a new record, with the ids of its files in place of these."""
    if request.method == "POST":
        keep(request, spec)
    answer: HttpResponse = forming.create(request, plural=spec.plural)
    return answer


def keep(request: Any, spec: EntitySpec) -> None:
    """Keep what came for fields that hold a file. Raises Forbidden, TooLarge, Malformed."""
    keys = {one.key for one in spec.filed}
    contents = {content: key for key, found in request.FILES.lists() for content in found[-1:] if key in keys}
    arrived = taken(request)
    for content in arrived:
        if content not in contents:
            content.discard()
    sent = request.POST.copy()
    for key in keys:
        if f"{key}{OFF}" in sent:
            sent[key] = ""
    if contents:
        if request.actor.access.reach(spec.key, "create") is Reach.NONE:
            raise Forbidden
        rows = send_ahead(list(contents), by=request.actor)
        for key, made in zip(contents.values(), rows, strict=True):
            sent[key], sent[f"{key}__name"] = str(made.pk), made.name
    request.POST = sent


new = receiving(csrf_protect(created))
