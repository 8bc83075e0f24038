"""The page of notifications."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.errors import NotFound
from kith.features.notifications.reading import MENTIONED, address, honest, listed, mark_read, mine
from kith.features.notifications.showing import line
from kith.kernel.numbers import identity
from kith.web.responses import Done, done, page, perform
from kith.web.views.opening import opened

SHOWN = 50


@opened("GET")
def show(request: Any) -> HttpResponse:
    """What one was told lately; earlier ones from `before` on."""
    actor = request.actor
    before = identity(request.GET.get("before", ""))
    only = "mentions" if request.GET.get("only") == "mentions" else ""
    rows = listed(actor, SHOWN + 1, before=before, unread=bool(only), event=MENTIONED if only else "")
    query = {"only": only, "before": rows[SHOWN - 1].pk if len(rows) > SHOWN else ""}
    earlier = f"/notifications/?{urlencode(query)}" if query["before"] else ""
    return page(
        request,
        "notifications/list.html",
        title=_("Unread mentions") if only else _("Notifications"),
        here="notifications",
        items=[line(row, actor) for row in rows[:SHOWN]],
        earlier=earlier,
    )


@opened("GET", "POST")
def follow(request: Any, number: int) -> HttpResponse:
    """To what a notification is about; it counts as read then. Sent as a form it is only marked as read."""
    row = mine(request.actor).filter(pk=number).first()
    if row is None or not honest([row], request.actor):
        raise NotFound
    mark_read(request.actor, [row.pk])
    return done(request, Done("/")) if request.method == "POST" else HttpResponseRedirect(address(row))


@opened("POST")
def read(request: Any) -> HttpResponse:
    """Mark all as read."""

    def work() -> Done:
        mark_read(request.actor)
        return Done("/notifications/")

    return perform(request, work)
