"""A masked value of a record, shown whole this once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from kith.engine import revealing
from kith.engine.fieldtypes.masking import clear
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.web import cells
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened


@opened("POST")
def reveal(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """The value in its place, or on a page of its own; it is masked again when the page is opened anew."""
    name, actor = request.GET.get("field", ""), request.actor
    record = revealing.reveal(spec, number, name, by=actor)
    field = clear(spec.shown(actor)[name])
    answer = page(
        request,
        "web/revealed.html",
        fragment="fragments/value.html",
        title=str(field.label),
        here=spec.key,
        fact=cells.fact(field, spec.value(record, field), actor),
        back=Link(title_of(spec, record, actor), f"/{spec.plural}/{number}/"),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
