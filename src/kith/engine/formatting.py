"""How values read in a person's language and time zone. Formatters are cheap to use in loops of many cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

BABEL = {"en": "en_GB", "zh-hans": "zh_Hans_CN", "ru": "ru_RU"}


class Formatter:
    """Formats dates, times, numbers and money for one language and one time zone."""

    def __init__(self, language: str, zone: str) -> None:
        self.language = language if language in BABEL else "en"
        self.locale = Locale.parse(BABEL[self.language])
        self.zone = ZoneInfo(zone)

    def date(self, value: dt.date) -> str:
        """A date, medium length."""
        return _date(value, self.language)

    def datetime(self, value: dt.datetime) -> str:
        """A moment in the reader's time zone, to the minute."""
        local = value.astimezone(self.zone)
        return f"{_date(local.date(), self.language)} {local:%H:%M}"

    def time(self, value: dt.time) -> str:
        """A time of day, to the minute."""
        return f"{value:%H:%M}"

    def number(self, value: Decimal | int, places: int | None = None) -> str:
        """A number with this language's separators."""
        return _number(value, places, self.language)

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency; whole amounts without the minor part."""
        return _money(amount, currency, self.language)


@lru_cache(maxsize=20_000)
def _date(value: dt.date, language: str) -> str:
    return format_date(value, format="medium", locale=BABEL[language])


@lru_cache(maxsize=20_000)
def _number(value: Decimal | int, places: int | None, language: str) -> str:
    if places is None:
        return format_decimal(value, locale=BABEL[language], decimal_quantization=False)
    return format_decimal(
        value, format=f"#,##0.{'0' * places}" if places else "#,##0", locale=BABEL[language]
    )


@lru_cache(maxsize=20_000)
def _money(amount: Decimal, currency: str, language: str) -> str:
    whole = amount == amount.to_integral_value()
    return format_currency(
        amount,
        currency,
        format="¤#,##0" if whole and language != "ru" else ("#,##0 ¤" if whole else None),
        locale=BABEL[language],
        currency_digits=not whole,
    )


def long_date(value: dt.date, language: str) -> str:
    """A date with its weekday, for headings."""
    return format_date(value, format="full", locale=BABEL.get(language, "en_GB"))


@lru_cache(maxsize=64)
def formatter(language: str, zone: str) -> Formatter:
    """The shared formatter of a language and a zone."""
    return Formatter(language, zone)
