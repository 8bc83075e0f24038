"""What a tags field offers while one types, in the form of every type-ahead."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from kith.engine.spec import EntitySpec
from kith.features.tags.suggesting import suggestions
from kith.web.views.opening import opened


@opened("GET")
def offer(request: Any, spec: EntitySpec, field: str) -> HttpResponse:
    """[{id, text, hint}], the most used first."""
    actor = request.actor
    found = suggestions(spec, actor, field, request.GET.get("q", "").strip()[:60])
    items = [{"id": one.tag, "text": one.tag, "hint": actor.show.number(one.count)} for one in found]
    return JsonResponse({"items": items})
