"""What a form asks while one types in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from kith.engine import records
from kith.engine.access import Reach
from kith.engine.errors import Forbidden
from kith.engine.spec import EntitySpec
from kith.web import reacting
from kith.web.views.opening import opened

LONGEST = 40_000
"""Characters of the names of all fields of a form."""


@opened("POST")
def react(request: Any, spec: EntitySpec, number: int | None = None) -> HttpResponse:
    """How the form of a new or a stored record reacts to what stands in it: JSON by field; nothing is stored."""
    actor = request.actor
    if number is None and actor.access.reach(spec.key, "create") is Reach.NONE:
        raise Forbidden
    record = None if number is None else records.find(spec, number, actor, "update")
    names = request.POST.get("reacting", "")[:LONGEST].split(",")
    values = reacting.typed(spec, record, request.POST, actor)
    return JsonResponse(reacting.said(spec, record, values, names, actor=actor))
