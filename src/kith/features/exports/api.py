"""The API of large exports: how far one is, and its file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path

from kith.api.answers import answer
from kith.api.door import door
from kith.features.exports import views
from kith.features.exports.models import State


def read(request: Any, number: int) -> HttpResponse:
    """State, number of rows once it is done, and where the file is fetched from."""
    row = views.find(number, request.actor)
    return answer({
        "id": row.pk, "entity": row.entity, "format": row.format, "state": row.state, "rows": row.rows,
        "content": f"/api/v1/exports/{row.pk}/content" if row.state == State.DONE else None,
    })  # fmt: skip


def content(request: Any, number: int) -> HttpResponse:
    """The file."""
    return views.content(views.find(number, request.actor), request.actor)


urlpatterns = [
    path("v1/exports/<number:number>", door(GET=read)),
    path("v1/exports/<number:number>/content", door(GET=content)),
]
