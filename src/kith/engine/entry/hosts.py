"""Under which name this installation is reached: passkeys are made for it, and other systems send people back to it.

A passkey belongs to the host name of its day: under another name it does not work, which is what protects it from
imitated sites. KITH_ORIGINS names the installation where a proxy hides its name.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

LOCAL = ("localhost", "127.0.0.1", "[::1]")


def named_origins() -> list[str]:
    """The origins of KITH_ORIGINS that are one name each."""
    return [origin.rstrip("/") for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin]


def host_of(request: Any) -> str:
    """The host name that passkeys of this request belong to."""
    asked = urlsplit(f"//{request.get_host()}").hostname or ""
    named = [urlsplit(origin).hostname or "" for origin in named_origins()]
    return named[0] if named and asked not in named else asked


def origins_of(request: Any) -> frozenset[str]:
    """The origins whose ceremonies are taken: https under the asked name, plain http only on the machine itself."""
    host = host_of(request)
    found = {origin for origin in named_origins() if urlsplit(origin).hostname == host}
    asked = request.get_host()
    name = urlsplit(f"//{asked}").hostname or ""
    if name == host:
        found.add(f"https://{asked}")
        if name in LOCAL or name.endswith(".localhost"):
            found.add(f"http://{asked}")
    return frozenset(found)


def origin_of(request: Any) -> str:
    """The origin that other systems send people back to."""
    host = host_of(request)
    named = next((origin for origin in named_origins() if urlsplit(origin).hostname == host), "")
    secure = request.is_secure() or settings.SESSION_COOKIE_SECURE
    return named or f"{'https' if secure else 'http'}://{request.get_host()}"
