"""What the head of a deal says of its customer's credit: a warning, for a deal can be won against payment too."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Opportunity, Outcome
from kith.web import slots
from kith.web.pieces import Sign


def signs(spec: EntitySpec, record: Opportunity, actor: Actor) -> list[Sign]:
    """That the customer of an open deal gets no credit, for those who may know it."""
    if spec.key != "opportunity" or record.outcome != Outcome.OPEN or not record.customer_id:
        return []
    known = "customer" in spec.shown(actor, record) and "credit_blocked" in registry.spec(
        "customer"
    ).readable(actor)
    blocked = known and records.visible(Customer, to=actor).filter(pk=record.customer_id, credit_blocked=True)
    return [Sign(_("The customer’s credit is blocked"), "bad")] if blocked and blocked.exists() else []


slots.add("signs", signs)
