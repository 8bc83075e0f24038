"""Giving contents out, so that nothing that somebody uploaded can act on a page of ours."""

from __future__ import annotations

import logging
from typing import IO, Any

from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.features.files.models import Attachment
from kith.features.files.pictures import TYPE, picture_of
from kith.features.files.sniffing import SHOWN, UNKNOWN
from kith.features.files.store import path_of

log = logging.getLogger("kith.files")

POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def find(number: int, actor: Actor) -> Attachment:
    """An attachment whose record the actor sees. Raises NotFound."""
    found: Attachment = records.find(registry.spec("attachment"), number, actor, "read")
    return found


def content(request: Any, number: int) -> HttpResponse:
    """The content of a file: to be saved, or shown in place when that was asked for and its type is harmless; of a
    picture its drawing is shown, never the file itself.

    Raises NotFound, also when the content is missing on disk, which is written down.
    """
    row = find(number, request.actor)
    inline = request.GET.get("inline") == "1" and row.type in SHOWN
    picture = inline and row.type.startswith("image/")
    tag = f'"{row.sha}{"-shown" if picture else ""}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    kind = TYPE if picture else row.type if inline else download_type(row.type)
    response: HttpResponse = FileResponse(opened(row, picture=picture), content_type=kind)  # type: ignore[assignment]
    headers = {
        "Content-Disposition": content_disposition_header(not inline, row.name) or "attachment",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "ETag": tag,
    }
    for name, value in headers.items():
        response.headers[name] = value
    return response


def opened(row: Attachment, *, picture: bool) -> IO[bytes]:
    """The file that is given out. Raises NotFound."""
    path = picture_of(row.sha) if picture else path_of(row.sha)
    if path is None:
        raise NotFound
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        log.exception("The content of file %s is missing", row.pk)
        raise NotFound from error


def download_type(found: str) -> str:
    """The type that a saved file is announced with; text says its encoding."""
    return f"{found}; charset=utf-8" if found == "text/plain" else found or UNKNOWN
