"""Seeing, starring, and what the page asks for about both."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kith.engine.errors import NotFound
from kith.engine.spec import EntitySpec
from kith.features.places import remembering
from kith.features.places.remembering import Spot
from kith.kernel.numbers import identity
from kith.web.responses import Done, perform
from kith.web.views.opening import known, opened

RECENT = 8
TEXT = {"ensure_ascii": False}


@opened("POST")
def seen(request: Any) -> HttpResponse:
    """The page says that a record is open: `place` is its address without slashes around it."""
    plural, _slash, text = request.POST.get("place", "").strip("/").partition("/")
    number = identity(text)
    if number is None:
        raise NotFound
    remembering.see(known(plural, request.actor), number, request.actor)
    return HttpResponse(status=204)


@opened("POST")
def star(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Give a record a star, or take it away."""

    def work() -> Done:
        remembering.star(spec, number, request.actor)
        return Done(f"/{spec.plural}/{number}/", events={"starred": {}})

    return perform(request, work)


@opened("GET")
def starred(request: Any) -> HttpResponse:
    """What has a star. The browser keeps it for a moment, under an address that changes with rights and language."""
    items = lines(remembering.starred(request.actor))
    headers = {"Cache-Control": "private, max-age=60"}
    return JsonResponse({"items": items}, json_dumps_params=TEXT, headers=headers)


@opened("GET")
def palette(request: Any) -> HttpResponse:
    """What has a star and what was seen lately, as the palette wants it."""
    actor = request.actor
    stars = remembering.starred(actor)
    seen_lately = [spot for spot in remembering.recent(actor, RECENT) if spot not in stars]
    shelves = [
        {"key": "recent", "label": _("Seen lately"), "items": lines(seen_lately)},
        {"key": "starred", "label": _("Starred"), "items": lines(stars)},
    ]
    headers = {"Cache-Control": "private, no-store"}
    return JsonResponse({"shelves": shelves}, json_dumps_params=TEXT, headers=headers)


def lines(spots: list[Spot]) -> list[dict[str, str]]:
    """Spots as data."""
    return [asdict(spot) for spot in spots]
