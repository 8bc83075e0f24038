"""What the API answers: JSON written by msgspec, never stored by anything on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.functional import Promise

JSON = "application/json"
PRIVATE = {"Cache-Control": "private, no-store", "Vary": "Authorization, Cookie, Accept-Language"}


def _plain(value: Any) -> Any:
    """Translatable texts as text in the language in force. Raises NotImplementedError for what is no JSON."""
    if isinstance(value, Promise):
        return str(value)
    raise NotImplementedError(type(value).__name__)


_encoder = msgspec.json.Encoder(enc_hook=_plain)


def encode(value: Any) -> bytes:
    """JSON of plain values, dates, decimals and translatable texts."""
    return _encoder.encode(value)


def answer(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(
        encode(value), status=status, content_type=JSON, headers={**PRIVATE, **(headers or {})}
    )


def etag(version: int) -> str:
    """The ETag of a record."""
    return f'"{version}"'
