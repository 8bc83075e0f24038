"""Kith as an app of the device: its manifest, the worker beside the pages, the page without a network."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.web.assets import asset, manifest
from kith.web.frame import Frame, new_label
from kith.web.responses import page

OFFLINE = "/offline/"
NEEDED = ("app.js", "app.css", "icons.svg", "img/kith.svg")


def described(request: Any) -> JsonResponse:
    """The web app manifest, in the reader's language; strangers are told the name and the pictures only."""
    frame = Frame(request)
    data = {
        "id": "/",
        "name": frame.company,
        "short_name": frame.company[:24],
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": frame.lang,
        "background_color": "#fefefd",
        "theme_color": "#fefefd",
        "icons": icons(),
        "shortcuts": shortcuts(frame) if frame.actor else [],
    }
    headers = {"Cache-Control": "private, max-age=3600", "Vary": "Cookie"}
    return JsonResponse(data, content_type="application/manifest+json", headers=headers)


def icons() -> list[dict[str, str]]:
    """The pictures of the app."""
    sizes = [("img/kith-192.png", "192x192", "any"), ("img/kith-512.png", "512x512", "any"),
             ("img/kith-maskable.png", "512x512", "maskable")]  # fmt: skip
    drawn = [
        {"src": asset(name), "sizes": size, "type": "image/png", "purpose": purpose}
        for name, size, purpose in sizes
    ]
    return [{"src": asset("img/kith.svg"), "sizes": "any", "type": "image/svg+xml"}, *drawn]


def shortcuts(frame: Frame) -> list[dict[str, Any]]:
    """What a long press on the app offers: create what comes first, today, search."""
    found = [(new_label(registry.spec(kind.key)), kind.href) for kind in frame.create[:1]]
    found += [(_("Today"), "/"), (_("Search"), "/search/")]
    return [{"name": name, "url": url} for name, url in found]


def worker(request: Any) -> HttpResponse:
    """The service worker, told which build it belongs to; a new build makes a new one."""
    names = manifest()
    text = Path(settings.STATIC_ROOT, names["worker.js"]).read_text(encoding="utf-8")
    build = hashlib.sha256(json.dumps(names, sort_keys=True).encode()).hexdigest()[:12]
    needed = [*NEEDED, *(name for name in names if name.startswith("chunk/"))]
    told = {"build": build, "assets": [asset(name) for name in needed], "offline": OFFLINE}
    return HttpResponse(
        f"globalThis.KITH={json.dumps(told)};\n{text}",
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def offline(request: Any) -> HttpResponse:
    """What is shown when the server cannot be reached."""
    return page(request, "web/offline.html", title=_("No connection"))
