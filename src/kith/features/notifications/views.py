"""The page of notifications."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.errors import NotFound
from kith.features.notifications.reading import address, honest, listed, mark_read, mine
from kith.features.notifications.showing import line
from kith.web.responses import Done, page, perform
from kith.web.views.opening import opened

SHOWN = 50


@opened("GET")
def show(request: Any) -> HttpResponse:
    """What one was told lately; earlier ones from `before` on."""
    actor = request.actor
    said = request.GET.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None
    rows = listed(actor, SHOWN + 1, before=before)
    earlier = f"/notifications/?before={rows[SHOWN - 1].pk}" if len(rows) > SHOWN else ""
    return page(
        request,
        "notifications/list.html",
        title=_("Notifications"),
        here="notifications",
        items=[line(row, actor) for row in rows[:SHOWN]],
        earlier=earlier,
    )


@opened("GET")
def follow(request: Any, number: int) -> HttpResponse:
    """To what a notification is about; it counts as read then."""
    row = mine(request.actor).filter(pk=number).first()
    if row is None or not honest([row], request.actor):
        raise NotFound
    mark_read(request.actor, [row.pk])
    return HttpResponseRedirect(address(row))


@opened("POST")
def read(request: Any) -> HttpResponse:
    """Mark all as read."""

    def work() -> Done:
        mark_read(request.actor)
        return Done("/notifications/")

    return perform(request, work)
