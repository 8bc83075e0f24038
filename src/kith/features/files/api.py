"""The API of files: the files of a record, and their content. One file is an ordinary record at /files/ID."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from kith.api.answers import answer
from kith.api.door import door
from kith.api.places import entity
from kith.api.problems import UnknownPath, WrongType
from kith.api.rendering import current
from kith.engine import records
from kith.engine.belonging import belonging
from kith.features.files.attaching import attach, carries_files, send_ahead, shown
from kith.features.files.models import Attachment
from kith.features.files.views import sending
from kith.features.files.views.receiving import receiving, taken


def listed(request: Any, plural: str, number: int) -> HttpResponse:
    """The files of a record, newest first."""
    spec = entity(plural, request.actor)
    if not carries_files(spec.key):
        raise UnknownPath
    record = records.find(spec, number, request.actor, "read")
    entity("files", request.actor, "read")
    return answer(
        {
            "items": [
                current(row, request.actor)
                for row in belonging(Attachment, spec, record)
                if shown(row, request.actor.access)
            ]
        }
    )


def added(request: Any, plural: str, number: int) -> HttpResponse:
    """Attach the files of a multipart/form-data body to a record."""
    spec = entity(plural, request.actor)
    if not carries_files(spec.key):
        raise UnknownPath
    if request.content_type != "multipart/form-data":
        raise WrongType(_("Send the files as “multipart/form-data”."))
    made = attach(spec, number, taken(request), by=request.actor)
    headers = {"Location": f"/api/v1/files/{made[0].pk}"}
    return answer({"items": [current(row, request.actor) for row in made]}, status=201, headers=headers)


def ahead(request: Any) -> HttpResponse:
    """Keep the files of a multipart/form-data body for a day: who puts their ids into fields of a record gives them to
    it, be it a new one."""
    if request.content_type != "multipart/form-data":
        raise WrongType(_("Send the files as “multipart/form-data”."))
    made = send_ahead(taken(request), by=request.actor)
    return answer({"items": [current(row, request.actor) for row in made]}, status=201)


def content(request: Any, number: int) -> HttpResponse:
    """The content of a file."""
    return sending.content(request, number)


urlpatterns = [
    path("v1/files/<number:number>/content", door(GET=content)),
    path("v1/uploads", receiving(door(POST=ahead))),
    path("v1/<str:plural>/<number:number>/files", receiving(door(GET=listed, POST=added))),
]
