"""The kinds of values that formulas know, and what they see of each field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext_lazy

from kith.engine.fieldtypes import FieldSpec

NUMBER, TEXT, BOOLEAN, DATE, MOMENT, MONEY = "number", "text", "boolean", "date", "moment", "money"
LIST, LINK, NOTHING = "list", "link", "nothing"

LABELS: dict[str, Any] = {
    NUMBER: pgettext_lazy("kind of value", "a number"),
    TEXT: pgettext_lazy("kind of value", "a text"),
    BOOLEAN: pgettext_lazy("kind of value", "yes or no"),
    DATE: pgettext_lazy("kind of value", "a date"),
    MOMENT: pgettext_lazy("kind of value", "a date with time"),
    MONEY: pgettext_lazy("kind of value", "an amount of money"),
    LIST: pgettext_lazy("kind of value", "a list of choices"),
    LINK: pgettext_lazy("kind of value", "a link to a record"),
    NOTHING: pgettext_lazy("kind of value", "nothing"),
}

PLACES = 12
"""Decimal places that every step of a computation keeps."""

UNIT = Decimal(1).scaleb(-PLACES)
EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""Wide enough for every product that the checker lets through; a half goes away from zero."""

MOST_DIGITS = 120
LONGEST_TEXT = 1_000_000


class Sum(NamedTuple):
    """An amount in a currency on its way through a formula, not yet rounded to what coins there are."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Type:
    """What is known of a part before there is a record: its kind; of a number how many digits it may have before the
    point and whether it is whole; of a text its greatest length and, of a choice, the values; of money its currency."""

    kind: str
    digits: int = 19
    whole: bool = False
    length: int = 500
    currency: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> Any:
        """What people call a value of this kind."""
        return LABELS[self.kind]


WHOLE = Type(NUMBER, whole=True)
FLAG = Type(BOOLEAN)
DAY = Type(DATE)
INSTANT = Type(MOMENT)
EMPTY = Type(NOTHING, digits=0, whole=True, length=0)


def rounded(number: Decimal, places: int = PLACES) -> Decimal:
    """A number with at most so many decimal places, a half away from zero; never minus zero."""
    exponent = number.as_tuple().exponent
    longer = isinstance(exponent, int) and -exponent > places
    found = EXACT.quantize(number, Decimal(1).scaleb(-places)) if longer else number
    return found or Decimal(0)


def common(one: Type, other: Type) -> Type | None:
    """The type of what is either of two; None when they do not go together."""
    if NOTHING in (one.kind, other.kind):
        return other if one.kind == NOTHING else one
    if one.kind != other.kind or one.kind in (LIST, LINK):
        return None
    return replace(
        one,
        digits=max(one.digits, other.digits),
        whole=one.whole and other.whole,
        length=max(one.length, other.length),
        currency=one.currency if one.currency == other.currency else "",
        choices=(),
    )


def _text(field: FieldSpec) -> Type:
    choices = (
        tuple((one.value, str(one.label)) for one in field.choices)
        if field.type.key in ("choice", "multichoice")
        else ()
    )
    return Type(TEXT, length=field.max_length or 500, choices=choices)


TYPES: dict[str, Callable[[FieldSpec], Type]] = {
    **dict.fromkeys(
        ("text", "longtext", "email", "phone", "url", "country", "language", "color", "address", "location"),
        _text,
    ),
    **dict.fromkeys(("autonumber", "choice", "time"), _text),
    **dict.fromkeys(("integer", "rating", "duration"), lambda field: WHOLE),
    **dict.fromkeys(("decimal", "percent"), lambda field: Type(NUMBER)),
    "boolean": lambda field: FLAG,
    "date": lambda field: DAY,
    "datetime": lambda field: INSTANT,
    "money": lambda field: Type(MONEY, currency=field.currency or ""),
    **dict.fromkeys(("multichoice", "tags"), lambda field: replace(_text(field), kind=LIST)),
    **dict.fromkeys(
        ("reference", "references", "anyreference", "file", "picture", "signature"), lambda field: Type(LINK)
    ),
}


def type_of(field: FieldSpec) -> Type | None:
    """What a formula sees in a field; None when it cannot use it."""
    found = TYPES.get(field.type.key)
    return found(field) if found else None


def seen(field: FieldSpec, value: Any) -> Any:
    """A field's python value as formulas compute with it: percent as its share, an empty text as ""."""
    kind = field.type.key
    if value is None:
        return BLANKS.get(TYPES[kind](field).kind)
    if kind in ("integer", "rating", "duration"):
        return Decimal(value)
    if kind == "percent":
        return value.scaleb(-2)
    if kind == "money":
        return Sum(value.amount, value.currency)
    if kind == "time":
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, str) else value


BLANKS: dict[str, Any] = {TEXT: "", BOOLEAN: False, LIST: ()}
"""What is there where nothing is filled in; numbers, dates and amounts are None."""


def blank(value: Any) -> bool:
    """Whether a computed value counts as not filled in."""
    return (
        value is None
        or value == ""
        or (isinstance(value, list | tuple) and not isinstance(value, Sum) and not value)
    )


@dataclass(frozen=True, slots=True)
class Now:
    """The moment for which a formula is computed, and the zone in which the company counts its days."""

    moment: dt.datetime
    zone: str

    @property
    def today(self) -> dt.date:
        """The calendar day."""
        return self.local(self.moment).date()

    def local(self, moment: dt.datetime) -> dt.datetime:
        """A moment by the company's clock."""
        return moment.astimezone(_zone(self.zone))


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
