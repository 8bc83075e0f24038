"""Exchange rates by day, and what an amount is worth in the company's currency."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kith.engine import epoch, fields
from kith.engine.errors import Invalid
from kith.engine.record import Record, unique_live
from kith.engine.settings import company
from kith.kernel import clock
from kith.kernel.money import Money


class CurrencyRate(Record):
    """From `day` on, one unit of `currency` is worth `rate` of the company's currency."""

    list_sorts = ("-day",)

    currency = fields.Text(_("Currency"), max_length=3, required=True)
    day = fields.Date(_("From"), required=True)
    rate = fields.Decimal(_("Rate"), places=8, required=True, minimum=Decimal("0.00000001"))

    class Meta:
        verbose_name = _("Exchange rate")
        constraints = (unique_live("currency", "day", name="rate_once"),)


_cache: dict[tuple[int, str, dt.date], Decimal | None] = {}


def rate(currency: str, day: dt.date | None = None) -> Decimal | None:
    """The rate of a currency on a day (today by default); None when none is known."""
    if currency == company().currency:
        return Decimal(1)
    day = day or clock.today(company().time_zone)
    key = (epoch.current().config, currency, day)
    if key not in _cache:
        if len(_cache) > 5_000:
            _cache.clear()
        row = CurrencyRate.live().filter(currency=currency, day__lte=day).order_by("-day").first()
        _cache[key] = row.rate if row is not None else None
    return _cache[key]


_codes: dict[int, tuple[str, ...]] = {}


def rates() -> dict[str, Decimal]:
    """Today's rate of every currency that has one, the company's own first."""
    number = epoch.current().config
    if number not in _codes:
        _codes.clear()
        _codes[number] = tuple(
            CurrencyRate.live().order_by("currency").values_list("currency", flat=True).distinct()
        )
    found = {code: rate(code) for code in (company().currency, *_codes[number])}
    return {code: value for code, value in found.items() if value is not None}


def worth(amount: Money, day: dt.date | None = None) -> int:
    """Minor units of the company's currency. Raises Invalid when no rate is known."""
    if amount.currency == company().currency:
        return amount.minor()
    found = rate(amount.currency, day)
    if found is None:
        raise Invalid(
            {"": [_("No exchange rate is known for %(currency)s.") % {"currency": amount.currency}]}
        )
    return Money(amount.amount * found, company().currency).minor()
