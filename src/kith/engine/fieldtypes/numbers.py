"""Kinds of numbers: whole, decimal, percent, money, yes/no, rating, duration. Exact: stored as whole minor units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, ClassVar

from babel import Locale
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kith.engine.currencies import worth
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import compared
from kith.engine.fieldtypes.base import EQUALITY, ORDER, PRESENCE, FieldSpec, FieldType, refuse, unlimited
from kith.engine.formatting import BABEL, Formatter
from kith.engine.settings import company
from kith.kernel.dates import DateTextError, parse_duration
from kith.kernel.money import CURRENCIES, EXPONENTS
from kith.kernel.money import Money as Amount
from kith.kernel.numbers import NumberTextError, parse_decimal

NUMBER_OPERATORS = (*EQUALITY, *ORDER, *PRESENCE)
LARGEST = 2**63 - 1
NOT_A_NUMBER = _("This is not a number.")
AMBIGUOUS = _(
    "This could be a thousand or a fraction. Write it without the sign between, or with two decimals."
)
MAYBE_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
TOO_LARGE = _("This number is too large.")


def exact(value: Any) -> Decimal:
    """A finite Decimal of a number or canonical text. Raises ValidationError."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise refuse(NOT_A_NUMBER, "number")
    if isinstance(value, str) and len(value) > 60:
        raise refuse(TOO_LARGE, "too_large")
    try:
        number = Decimal(str(value).strip())
    except (InvalidOperation, ValueError) as error:
        raise refuse(NOT_A_NUMBER, "number") from error
    if not number.is_finite():
        raise refuse(NOT_A_NUMBER, "number")
    return number


def bounded(number: Decimal, field: FieldSpec) -> Decimal:
    """The number, if the field's limits and the database's size allow it."""
    exponent = number.as_tuple().exponent
    if number.adjusted() > 18 or abs(number) * 10**field.places > LARGEST:
        raise refuse(TOO_LARGE, "too_large")
    if isinstance(exponent, int) and -exponent > field.places:
        stripped = number.normalize()
        if -int(stripped.as_tuple().exponent) > field.places:
            raise refuse(
                _("At most %(places)s decimal places are possible here."), "places", places=field.places
            )
    if field.minimum is not None and number < field.minimum:
        raise refuse(_("This must be at least %(limit)s."), "minimum", limit=field.minimum)
    if field.maximum is not None and number > field.maximum:
        raise refuse(_("This must be at most %(limit)s."), "maximum", limit=field.maximum)
    return number


def written(text: str, locale: str, places: int) -> Decimal:
    """The number that a person wrote for a field with so many decimal places.

    "12.500" is twelve and a half for some and twelve thousand five hundred for others. Where three decimals have no
    place it is refused rather than read as the small one. Raises NumberTextError and ValidationError.
    """
    number = parse_decimal(text, locale)
    if places < 3 and MAYBE_THOUSANDS.fullmatch(text.strip(" \u00a0+-−()")) and abs(number) < 1_000:
        raise refuse(AMBIGUOUS, "number")
    return number


class DecimalType(FieldType):
    """A decimal number with a fixed number of places."""

    key = "decimal"
    label = _("Decimal number")
    operators = NUMBER_OPERATORS
    aggregates = ("sum", "avg", "min", "max")
    widget = "number"
    align = "end"

    def clean(self, value: Any, field: FieldSpec) -> Any:
        if value is None or value == "":
            return None
        return bounded(exact(value), field).quantize(Decimal(1).scaleb(-field.places))

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        if not text.strip():
            return None
        try:
            return self.clean(written(text, locale, field.places), field)
        except NumberTextError as error:
            raise refuse(NOT_A_NUMBER, "number") from error

    def dump(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else int(Decimal(value).scaleb(field.places))

    def load(self, stored: Any, field: FieldSpec) -> Any:
        return None if stored is None else Decimal(stored).scaleb(-field.places)

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else str(value)

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return "" if value is None else show.number(value, field.places)

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return compared.decimal(field.places)

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": ["string", "number"], "pattern": r"^-?[0-9]{1,18}(\.[0-9]+)?$"}


class Percent(DecimalType):
    """A percentage; 12.5 means 12.5 %."""

    key = "percent"
    label = _("Percent")

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        return super().parse(text.replace("%", "").replace("％", ""), field, locale)

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return "" if value is None else f"{show.number(value.normalize() if value else Decimal(0))} %"


class Integer(DecimalType):
    """A whole number."""

    key = "integer"
    label = _("Whole number")

    def clean(self, value: Any, field: FieldSpec) -> Any:
        number = super().clean(value, field)
        return None if number is None else int(number)

    def load(self, stored: Any, field: FieldSpec) -> Any:
        return stored

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        return value

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        if value is None:
            return ""
        return str(value) if field.format == "plain" else show.number(value, 0)

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return compared.WHOLE

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}


class Rating(Integer):
    """Stars from 1 to 5."""

    key = "rating"
    label = _("Rating")
    widget = "rating"
    groupable = True

    def clean(self, value: Any, field: FieldSpec) -> Any:
        number = super().clean(value, field)
        if number is not None and not 0 <= number <= 5:
            raise refuse(_("Give 1 to 5 stars."), "rating")
        return number or None

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return "★" * (value or 0)

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "maximum": 5}


class Duration(Integer):
    """A length of time in whole minutes; typed as 90, 1:30, 1h 30m."""

    key = "duration"
    label = _("Duration")
    widget = "duration"

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        if not text.strip():
            return None
        try:
            return self.clean(int(parse_duration(text).total_seconds() // 60), field)
        except DateTextError as error:
            raise refuse(_("Write a duration such as 90, 1:30 or 1h 30m."), "duration") from error

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        if value is None:
            return ""
        hours, minutes = divmod(value, 60)
        return f"{hours}:{minutes:02}"


class Boolean(FieldType):
    """Yes or no."""

    key = "boolean"
    label = _("Yes or no")
    operators = ("is", "is_not")
    widget = "checkbox"
    groupable = True

    WORDS: ClassVar[dict[str, bool]] = {
        **dict.fromkeys(("true", "yes", "y", "1", "on", "是", "有", "да", "истина", "x", "✓"), True),
        **dict.fromkeys(("false", "no", "n", "0", "off", "否", "无", "нет", "ложь", ""), False),
    }

    def clean(self, value: Any, field: FieldSpec) -> Any:
        if value is None:
            return False
        if isinstance(value, bool):
            return value
        word = str(value).strip().casefold() if isinstance(value, str | int) else "?"
        if word not in self.WORDS:
            raise refuse(_("Answer yes or no."), "boolean")
        return self.WORDS[word]

    def empty(self, value: Any) -> bool:
        return value is None

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return _now("Yes") if value else _now("No")

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return compared.TRUTH

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "boolean"}


class Money(FieldType):
    """An amount in a currency, with its worth in the company's currency beside it; compared by that worth."""

    key = "money"
    label = _("Money")
    operators = NUMBER_OPERATORS
    aggregates = ("sum", "avg", "min", "max")
    widget = "money"
    align = "end"

    def clean(self, value: Any, field: FieldSpec) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, Amount):
            return limited(value, field)
        currency = field.currency or company().currency
        if isinstance(value, dict):
            if not set(value) <= {"amount", "currency"} or "amount" not in value:
                raise refuse(_("Write money as amount and currency."), "money")
            currency = value.get("currency") or currency
            value = value["amount"]
            if value is None or value == "":
                return None
        return limited(amount_of(exact(value), currency), field)

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        if not text.strip():
            return None
        number, currency = split_currency(text)
        try:
            code = currency or field.currency or company().currency
            return limited(amount_of(written(number, locale, EXPONENTS.get(code, 2)), code), field)
        except NumberTextError as error:
            raise refuse(NOT_A_NUMBER, "number") from error

    def dump(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else [value.minor(), value.currency]

    def load(self, stored: Any, field: FieldSpec) -> Any:
        return None if stored is None else Amount.from_minor(stored[0], stored[1])

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else {"amount": str(value.amount), "currency": value.currency}

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return "" if value is None else show.money(value.amount, value.currency)

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return compared.WHOLE

    def operand(self, value: Any, field: FieldSpec) -> Any:
        """Money compares by its worth in the company's currency, in minor units."""
        amount = self.clean(value, replace(unlimited(field), currency=None))
        return None if amount is None else worth(amount)

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        amount = {"type": ["string", "number"], "pattern": r"^-?[0-9]{1,16}(\.[0-9]{1,3})?$"}
        return {
            "type": "object",
            "properties": {"amount": amount, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
            "required": ["amount"],
            "additionalProperties": False,
        }


SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "CNY",
    "￥": "CNY",
    "元": "CNY",
    "₽": "RUB",
    "руб.": "RUB",
    "руб": "RUB",
}


@cache
def signs() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """What currencies are written with, also as Kith writes them ("US$"), and the code of each sign."""
    shown = {
        sign: code
        for name in BABEL.values()
        for code, sign in Locale.parse(name).currency_symbols.items()
        if code in CURRENCIES and sign != code
    }
    known = {**shown, **SIGNS}
    longest = sorted(known, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), known


def split_currency(text: str) -> tuple[str, str | None]:
    """The number's text and the currency that a sign or code around it names."""
    stripped = text.strip()
    pattern, known = signs()
    if found := pattern.search(stripped):
        return stripped.replace(found[0], "").strip(), known[found[0]]
    for code in (stripped[:3].upper(), stripped[-3:].upper()):
        if code in CURRENCIES:
            return stripped.upper().replace(code, "").strip(), code
    return stripped, None


def limited(amount: Amount, field: FieldSpec) -> Amount:
    """The amount, if it is in the field's currency and within its limits; other currencies are compared by worth.
    Raises ValidationError."""
    if field.currency and amount.currency != field.currency:
        raise refuse(_("Amounts here are in %(currency)s."), "currency", currency=field.currency)
    for limit, below, message in (
        (field.minimum, True, _("This must be at least %(limit)s.")),
        (field.maximum, False, _("This must be at most %(limit)s.")),
    ):
        if limit is None or amount == limit:
            continue
        same = amount.currency == limit.currency
        left, right = (amount.amount, limit.amount) if same else (known_worth(amount), known_worth(limit))
        if left is not None and right is not None and (left < right) == below:
            raise refuse(message, "limit", limit=f"{limit.amount} {limit.currency}")
    return amount


def known_worth(amount: Amount) -> int | None:
    """What an amount is worth; nothing where no rate is known, which the gate tells at the field."""
    try:
        return worth(amount)
    except Invalid:
        return None


def amount_of(number: Decimal, currency: Any) -> Amount:
    """Money of a number and a currency code. Raises ValidationError."""
    if not isinstance(currency, str) or currency.upper() not in CURRENCIES:
        raise refuse(_("There is no such currency."), "currency")
    if number.adjusted() > 15:
        raise refuse(TOO_LARGE, "too_large")
    amount = Amount(number, currency.upper())
    if amount.amount != number and Amount.from_minor(amount.minor(), amount.currency).amount != number:
        raise refuse(_("This currency has fewer decimal places."), "places")
    return Amount.from_minor(amount.minor(), amount.currency)
