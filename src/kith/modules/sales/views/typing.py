"""What the form of a registration asks while one types: who else has the customer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from kith.engine import reacting, records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden
from kith.engine.spec import EntitySpec
from kith.modules.sales import checking
from kith.web import reacting as forms
from kith.web import slots
from kith.web.responses import page
from kith.web.views.opening import opened

TEMPLATE = "sales/typed.html"


@opened("POST")
def known(request: Any, number: int | None = None) -> HttpResponse:
    """Who else has the customer that stands in a form, of a new registration or a stored one; nothing is stored."""
    actor, spec = request.actor, registry.spec("registration")
    if number is None and actor.access.reach(spec.key, "create") is Reach.NONE:
        raise Forbidden
    record = None if number is None else records.find(spec, number, actor, "update")
    values = forms.typed(spec, record, request.POST, actor)
    found = checking.typed(reacting.typed(spec, record, values, actor).record, actor)
    told = [(one, one.said(actor)) for one in found]
    return page(request, TEMPLATE, fragment=TEMPLATE, found=told)


def address(spec: EntitySpec, record: Any, actor: Actor) -> str | None:
    """Where the form of a registration asks, for those who may check."""
    if spec.key != "registration" or not checking.may_check(actor):
        return None
    return "/registrations/known/" if record is None else f"/registrations/{record.pk}/known/"


slots.add("alike", address)
