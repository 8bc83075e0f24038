"""The API of tags: GET /api/v1/customers/tags?field=tags&q=vi."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path

from kith.api import asking
from kith.api.answers import answer
from kith.api.door import door
from kith.api.places import entity
from kith.features.tags.suggesting import suggestions


def listed(request: Any, plural: str) -> HttpResponse:
    """The most used tags of a field, with how often they stand on the newest records."""
    spec = entity(plural, request.actor, "read")
    asking.only(request.GET, "field", "q")
    found = suggestions(spec, request.actor, request.GET.get("field", "tags"), asking.text(request.GET))
    return answer({"items": [{"tag": one.tag, "count": one.count} for one in found]})


urlpatterns = [path("v1/<str:plural>/tags", door(GET=listed))]
