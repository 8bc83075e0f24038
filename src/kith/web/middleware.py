"""Around every answer: the headers that keep a page to itself, and compression for those who come without a proxy."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.cache import patch_vary_headers

POLICY = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
SHORT = 1_000
COMPRESSED = ("text/html", "application/json", "application/problem+json", "text/csv")


class SecurityHeaders:
    """A strict policy around every answer, whoever gives it: nothing from elsewhere, nothing inline, no frame. Pages
    are not stored by browsers; the worker beside them keeps the last ones itself and lets go of them at sign-out."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), interest-cohort=()"
        )
        headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in headers and headers.get("Content-Type", "").startswith("text/html"):
            headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ("Cookie", "HX-Request", "HX-Request-Type"))
        if settings.HTTPS:
            headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


class Compress:
    """Gzip at the cheapest level that pays. The CSRF token in pages is masked anew each time, which defeats BREACH."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        response = self.get_response(request)
        if not self._worth_it(request, response):
            return response
        response.content = gzip.compress(response.content, compresslevel=1, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
        patch_vary_headers(response, ("Accept-Encoding",))
        return response

    @staticmethod
    def _worth_it(request: Any, response: Any) -> bool:
        return (
            not response.streaming
            and len(response.content) > SHORT
            and not response.has_header("Content-Encoding")
            and response.headers.get("Content-Type", "").startswith(COMPRESSED)
            and "gzip" in request.headers.get("Accept-Encoding", "")
        )
