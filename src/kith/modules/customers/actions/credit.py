"""Credit of customers: how surely they pay, how long and how much they may owe, and whether they get any at all.

Each action is a right of its own in roles; nobody changes these fields in the form, by import or in many at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.customers.models import CreditClass, Customer

TERMS = ("credit_class", "payment_days", "credit_limit")


def present(customer: Customer, _chosen: Mapping[str, Any] | None, *, actor: Actor) -> dict[str, Any]:
    """What holds now, as far as the reader may know it."""
    known = registry.spec("customer").readable(actor)
    return {"values": {name: getattr(customer, name) for name in TERMS if name in known}}


@action(
    _("Set credit"),
    done=pgettext_lazy("done", "Credit set"),
    icon="credit-card",
    prepare=present,
    help=_("What is left empty does not hold: no class, no days, no limit."),
    many=False,
)
def set_credit(
    customer: Customer,
    *,
    credit_class: Annotated[str, arg("choice", _("Credit class"), choices=CreditClass.choices)] = "",
    payment_days: Annotated[int | None, arg("integer", _("Days to pay"), minimum=0, maximum=3650)] = None,
    credit_limit: Annotated[Any, arg("money", _("Credit limit"))] = None,
    actor: Actor,
) -> None:
    """How surely somebody pays, after how many days, and how much may be owed. Raises Invalid."""
    if credit_limit is not None and credit_limit.amount < 0:
        raise Invalid({"credit_limit": [_("A limit is not below zero.")]})
    customer.credit_class = credit_class or ""
    customer.payment_days, customer.credit_limit = payment_days, credit_limit


@action(
    _("Block credit"),
    done=pgettext_lazy("done", "Credit blocked"),
    icon="lock",
    tone="danger",
    event="credit_blocked",
    when={"field": "credit_blocked", "op": "is", "value": False},
    many=False,
)
def block_credit(
    customer: Customer, *, reason: Annotated[str, arg("text", _("Reason"), max_length=300)], actor: Actor
) -> None:
    """Nothing more on credit, for a reason."""
    customer.credit_blocked, customer.credit_reason = True, reason


@action(
    _("Release credit"),
    done=pgettext_lazy("done", "Credit released"),
    icon="lock-open",
    event="credit_released",
    when={"field": "credit_blocked", "op": "is", "value": True},
    many=False,
)
def release_credit(customer: Customer, *, actor: Actor) -> None:
    """Credit is possible again; why it was not stays in the history."""
    customer.credit_blocked, customer.credit_reason = False, ""
