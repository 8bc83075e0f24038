"""Where the bar of a record sends whether one follows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import records
from kith.engine.errors import NotFound
from kith.engine.spec import EntitySpec
from kith.features.following.keeping import follow, may_follow
from kith.web.pieces import Toast
from kith.web.responses import Done, perform
from kith.web.views.opening import opened


@opened("POST")
def turn(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Follow a record, or no longer."""
    records.find(spec, number, request.actor, "read")
    if not may_follow(spec):
        raise NotFound
    on = request.POST.get("on") == "1"

    def work() -> Done:
        follow(spec, number, request.actor, on=on)
        told = _("You will be told of changes and comments.") if on else _("You will not be told any more.")
        return Done(f"/{spec.plural}/{number}/", Toast(told))

    return perform(request, work)
