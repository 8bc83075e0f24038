"""Where the pin of an entry sends to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal, records
from kith.engine.errors import Malformed
from kith.engine.spec import EntitySpec
from kith.features.pins.pinning import turn
from kith.kernel.numbers import identity
from kith.web.pieces import Toast
from kith.web.responses import Done, perform
from kith.web.views.opening import opened


@opened("POST")
def pin(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Pin an entry of a record's story to its top, or take it from there."""
    records.find(spec, number, request.actor, "read")
    entity, _colon, text = request.POST.get("entry", "").partition(":")
    entry = identity(text)
    if entry is None:
        raise Malformed

    def work() -> Done:
        with journal.batch(request.actor, "change", entity="pin") as batch:
            on = turn((spec.key, number), (entity, entry), request.actor)
        told = _("It stands at the top now.") if on else _("It is not at the top any more.")
        return Done(f"/{spec.plural}/{number}/", Toast(told, undo=f"/undo/{batch.pk}/"))

    return perform(request, work)
