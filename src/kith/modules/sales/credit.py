"""What the head of a deal says of its customer's credit: a warning, for a deal can be won against payment too."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.spec import EntitySpec
from kith.modules.customers.models import Customer
from kith.modules.customers.queries.credit import beyond_limit
from kith.modules.sales.models import Opportunity, Outcome
from kith.web import slots
from kith.web.pieces import Sign


def signs(spec: EntitySpec, record: Opportunity, actor: Actor) -> list[Sign]:
    """That the customer of an open deal gets no credit, or not so much, for those who may know it."""
    if spec.key != "opportunity" or record.outcome != Outcome.OPEN or not record.customer_id:
        return []
    shown, known = spec.shown(actor, record), registry.spec("customer").readable(actor)
    if "customer" not in shown or not known.keys() & {"credit_blocked", "credit_limit"}:
        return []
    customer = records.visible(Customer, to=actor).filter(pk=record.customer_id).first()
    if customer is None:
        return []
    if "credit_blocked" in known and customer.credit_blocked:
        return [Sign(_("The customer’s credit is blocked"), "bad")]
    if "credit_limit" not in known or "amount" not in shown or record.amount is None:
        return []
    try:
        beyond = beyond_limit(customer, record.amount)
    except Invalid:
        return [Sign(_("Credit limit not checked: no exchange rate"), "warn")]
    return [Sign(_("More than the customer’s credit limit"), "warn")] if beyond else []


slots.add("signs", signs)
