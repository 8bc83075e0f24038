"""Refusals as RFC 9457 problem documents, in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kith.api.answers import PRIVATE, encode
from kith.engine.errors import Invalid, Refused, TooMany
from kith.engine.insisting import mild

PROBLEM = "application/problem+json"
TITLES: dict[int, Any] = {
    400: _("The request is malformed"),
    401: _("Sign in first"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not possible here"),
    409: _("Conflict"),
    412: _("Changed by somebody else"),
    413: _("Too large"),
    415: _("Unknown content type"),
    422: _("Some values are not right"),
    429: _("Too many requests"),
    500: _("Something broke on our side"),
}


GO_ON = _(
    "These are warnings. Send the same again with the reason to go on in the header Kith-Reason, percent-encoded."
)


class Unauthenticated(Refused):
    """Nobody, or a token that is not valid (401)."""

    status = 401
    code = "unauthenticated"
    default = _("Send a valid token as “Authorization: Bearer …”, or sign in.")


class Barred(Refused):
    """Somebody whose roles let him in only from certain networks or at certain hours (403)."""

    status = 403
    code = "barred"
    default = _("Your roles do not let you in from this network or at this hour.")


class UnknownPath(Refused):
    """An address that leads nowhere (404)."""

    status = 404
    code = "not-found"
    default = _("There is nothing at this address.")


class WrongMethod(Refused):
    """A method that this address does not know (405)."""

    status = 405
    code = "method"
    default = _("This address does not understand that method.")

    def __init__(self, allowed: str) -> None:
        super().__init__()
        self.allowed = allowed


class WrongType(Refused):
    """A body that is no JSON by its Content-Type (415)."""

    status = 415
    code = "content-type"
    default = _("Send JSON with “Content-Type: application/json”.")


class Rows(Invalid):
    """Several rows of which some cannot be accepted; nothing of the request was done (422)."""

    code: ClassVar[str] = "invalid-rows"

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        errors = {
            f"{row['list']}.{row['index']}.{name}".rstrip("."): texts
            for row in rows
            for name, texts in row["errors"].items()
        }
        super().__init__(errors)
        self.rows = rows


def problem(error: Refused, extra: Mapping[str, Any] | None = None) -> HttpResponse:
    """The problem document of a refusal, with the headers that belong to its status."""
    body: dict[str, Any] = {
        "type": f"urn:kith:problem:{error.code}",
        "title": TITLES.get(error.status, TITLES[400]),
        "status": error.status,
        "detail": error.message,
    }
    if isinstance(error, Invalid):
        if mild(error.errors):
            body |= {"type": "urn:kith:problem:warning", "detail": GO_ON}
        body["errors"] = {name: [str(text) for text in texts] for name, texts in error.errors.items()}
    if isinstance(error, Rows):
        body["rows"] = [{**row, "errors": _texts(row["errors"])} for row in error.rows]
    headers = dict(PRIVATE)
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="kith"'
    if isinstance(error, WrongMethod):
        headers["Allow"] = error.allowed
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after)
    body.update(extra or {})
    return HttpResponse(encode(body), status=error.status, content_type=PROBLEM, headers=headers)


def broken() -> HttpResponse:
    """The answer to a failure of ours: says nothing about its inside."""
    body = {
        "type": "urn:kith:problem:internal",
        "title": TITLES[500],
        "status": 500,
        "detail": _now("It was written down. Nothing of this request was stored."),
    }
    return HttpResponse(encode(body), status=500, content_type=PROBLEM, headers=PRIVATE)


def _texts(errors: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    return {name: [str(text) for text in texts] for name, texts in errors.items()}
