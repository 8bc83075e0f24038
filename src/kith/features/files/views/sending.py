"""Giving contents out, so that nothing that somebody uploaded can act on a page of ours."""

from __future__ import annotations

import logging
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.features.files.models import Attachment
from kith.features.files.sniffing import SHOWN, UNKNOWN
from kith.features.files.store import path_of

log = logging.getLogger("kith.files")

POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def find(number: int, actor: Actor) -> Attachment:
    """An attachment whose record the actor sees. Raises NotFound."""
    found: Attachment = records.find(registry.spec("attachment"), number, actor, "read")
    return found


def content(request: Any, number: int) -> HttpResponse:
    """The content of a file: to be saved, or shown in place when that was asked for and its type is harmless.

    Raises NotFound, also when the content is missing on disk, which is written down.
    """
    row = find(number, request.actor)
    tag = f'"{row.sha}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    inline = request.GET.get("inline") == "1" and row.type in SHOWN
    try:
        opened = path_of(row.sha).open("rb")
    except FileNotFoundError as error:
        log.exception("The content of file %s is missing", row.pk)
        raise NotFound from error
    response: HttpResponse = FileResponse(
        opened, content_type=row.type if inline else download_type(row.type)
    )  # type: ignore[assignment]
    headers = {
        "Content-Disposition": content_disposition_header(not inline, row.name) or "attachment",
        "Content-Length": str(row.size),
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "ETag": tag,
    }
    for name, value in headers.items():
        response.headers[name] = value
    return response


def download_type(found: str) -> str:
    """The type that a saved file is announced with; text says its encoding."""
    return f"{found}; charset=utf-8" if found == "text/plain" else found or UNKNOWN
