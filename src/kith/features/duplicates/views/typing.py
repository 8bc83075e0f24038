"""What a form asks while one types: whom it looks like."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from kith.engine import records
from kith.engine.access import Reach
from kith.engine.errors import Forbidden, NotFound
from kith.engine.spec import EntitySpec
from kith.features.duplicates.hinting import address, hints
from kith.web import reacting
from kith.web.responses import page
from kith.web.views.opening import opened

TEMPLATE = "duplicates/alike.html"


@opened("POST")
def alike(request: Any, spec: EntitySpec, number: int | None = None) -> HttpResponse:
    """The likes of what stands in a form, of a new record or a stored one; nothing is stored."""
    actor = request.actor
    if address(spec, None, actor) is None:
        raise NotFound
    if number is None and actor.access.reach(spec.key, "create") is Reach.NONE:
        raise Forbidden
    record = None if number is None else records.find(spec, number, actor, "update")
    values = reacting.typed(spec, record, request.POST, actor)
    found = hints(spec, record, values, actor)
    return page(request, TEMPLATE, fragment=TEMPLATE, hints=found)
