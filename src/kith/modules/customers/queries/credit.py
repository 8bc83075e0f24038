"""Whether an amount is more than a customer gets on credit."""

from __future__ import annotations

import datetime as dt

from kith.engine import currencies
from kith.kernel.money import Money
from kith.modules.customers.models import Customer


def beyond_limit(customer: Customer, amount: Money, on: dt.date | None = None) -> bool:
    """Whether an amount is more than the credit limit of a customer, at the rates of a day (today by default).

    Kith keeps no invoices, so what is owed already is not known: the amount is held against the whole limit. Raises
    Invalid when no rate is known.
    """
    limit = customer.credit_limit
    return limit is not None and currencies.worth(amount, on) > currencies.worth(limit, on)
