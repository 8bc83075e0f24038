"""The door of every API address: who calls, how, in which language, once or again. Refusals become problems."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import register_converter
from django.utils import translation
from django.utils.translation import gettext as _

from kith.api import bodies
from kith.api.answers import PRIVATE
from kith.api.places import NumberConverter
from kith.api.problems import Barred, Unauthenticated, UnknownPath, WrongMethod, broken, problem
from kith.api.rendering import current
from kith.engine.errors import Forbidden, Malformed, Moved, Refused, Stale
from kith.engine.idempotency import Kept, once
from kith.engine.insisting import insisting

View = Callable[..., HttpResponseBase]
SAFE = ("GET", "HEAD", "OPTIONS")
LONGEST_KEY = 120
log = logging.getLogger("kith.api")

# Here, because whoever has addresses in the API has a door, and features' addresses come before the API's own.
register_converter(NumberConverter, "number")


class _Csrf(CsrfViewMiddleware):
    """Django's check as a question: None when the request may pass, else why not."""

    def _reject(self, request: Any, reason: str) -> Any:
        return reason


_csrf = _Csrf(lambda _request: HttpResponse())


def door(**views: View) -> View:
    """One address with a view per method. HEAD goes with GET, OPTIONS answers what is possible."""
    allowed = ", ".join(sorted({*views, "OPTIONS", *(("HEAD",) if "GET" in views else ())}))

    def enter(request: Any, **place: Any) -> HttpResponseBase:
        with _language(request):
            try:
                response = _answer(request, views, allowed, place)
            except Refused as error:
                response = _refusal(request, error)
            except SuspiciousOperation:
                response = problem(Malformed())
            except Exception:
                log.exception("%s %s failed", request.method, request.path)
                response = broken()
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response

    enter.csrf_exempt = True  # type: ignore[attr-defined] # asked in _admit, so that the refusal is a problem document
    return enter


def unknown(request: Any, **_place: Any) -> HttpResponseBase:
    """Whatever leads nowhere."""
    raise UnknownPath


def _language(request: Any) -> Any:
    """The caller's language: what a program asks for in Accept-Language, else the user's own, already in force."""
    if "Accept-Language" in request.headers and "Authorization" in request.headers:
        return translation.override(translation.get_language_from_request(request))
    return translation.override(translation.get_language() or "en")


def _answer(request: Any, views: dict[str, View], allowed: str, place: dict[str, Any]) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": allowed})
    _admit(request)
    method = "GET" if request.method == "HEAD" else request.method
    view = views.get(method) or views.get("ANY")
    if view is None:
        raise WrongMethod(allowed)
    _readable(request)
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    with insisting(unquote(request.headers.get("Kith-Reason", ""))):
        return view(request, **place) if key is None else _once(request, key, view, place)


def _admit(request: Any) -> None:
    """Raises Unauthenticated for strangers, Forbidden for a session without its CSRF token."""
    if request.barred:
        raise Barred
    if request.actor is None:
        raise Unauthenticated
    if request.method not in SAFE and _csrf.process_view(request, unknown, (), {}) is not None:
        raise Forbidden(_("The CSRF token is missing or old. Programs send a bearer token instead."))


def _readable(request: Any) -> None:
    """Refuse query strings that no database can hold. Raises Malformed."""
    for name, given in request.GET.lists():
        for text in (name, *given):
            if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
                raise Malformed(_("The address has characters that cannot be read."))


def _once(request: Any, key: str, view: View, place: dict[str, Any]) -> HttpResponseBase:
    """The first answer to an Idempotency-Key, or the same again."""
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Malformed(_("An Idempotency-Key has 1 to 120 visible characters."))
    kept = once(request.actor, key, _digestible(request), lambda: _kept(view(request, **place)))
    headers = {**PRIVATE, **({"Location": kept.location} if kept.location else {})}
    if kept.repeated:
        headers["Idempotency-Replayed"] = "true"
    body = kept.body.encode()
    return HttpResponse(body, status=kept.status, content_type="application/json", headers=headers)


def _digestible(request: Any) -> bytes:
    """What makes a request the same: method, address, body; of an upload its length instead of its content."""
    upload = request.content_type.startswith("multipart/")
    body = request.headers.get("Content-Length", "").encode() if upload else bodies.raw(request)
    return b"\0".join((request.method.encode(), request.get_full_path().encode(), body))


def _kept(response: Any) -> Kept:
    return Kept(response.status_code, response.content.decode(), response.headers.get("Location", ""))


def _refusal(request: Any, error: Refused) -> HttpResponse:
    """The problem; a stale write also gets the values as they are now, and what went up in another record its new
    address: who only reads is led there."""
    if isinstance(error, Moved):
        place = f"/api/v1/{error.plural}/{error.to}"
        response = problem(error, {"moved_to": {"id": error.to, "href": place}})
        response.headers["Location"] = place
        if request.method in ("GET", "HEAD"):
            response.status_code = 301
        return response
    if isinstance(error, Stale) and error.current is not None and request.actor is not None:
        return problem(error, {"current": current(error.current, request.actor)})
    return problem(error)
