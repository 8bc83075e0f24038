"""Whether a customer may get something on credit, and how much is left after that."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kith.engine import currencies
from kith.engine.settings import company
from kith.kernel.money import Money
from kith.modules.customers.models import Customer


@dataclass(frozen=True, slots=True)
class Credit:
    """The answer: `left` is what remains of the limit in the company's currency, None where there is no limit."""

    allowed: bool
    reason: str = ""
    left: Money | None = None


def credit_check(customer: Customer, amount: Money, on: dt.date) -> Credit:
    """Whether an amount fits within the credit of a customer, at the rates of a day.

    Kith keeps no invoices, so what is owed already is not known: the amount is held against the whole limit. Raises
    Invalid when no rate is known.
    """
    if customer.credit_blocked:
        said = _("Credit is blocked: %(reason)s") % {"reason": customer.credit_reason}
        return Credit(False, said, Money.from_minor(0, company().currency))
    if customer.credit_limit is None:
        return Credit(True)
    left = Money.from_minor(
        currencies.worth(customer.credit_limit, on) - currencies.worth(amount, on), company().currency
    )
    if left.amount < 0:
        return Credit(False, _("This is more than the credit limit."), left)
    return Credit(True, left=left)
