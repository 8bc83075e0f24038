"""Public holidays of countries, and the working days that make up for them. No database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import holidays


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Days of a year that are not as their weekday says: free ones with the reason, and worked ones."""

    off: dict[dt.date, str]
    on: tuple[dt.date, ...]


def exceptions(country: str, year: int, language: str = "en") -> Exceptions:
    """The holidays of a country (ISO 3166, two letters) on days of its working week, and the days of its weekend that
    are worked, such as those that China and Russia move. Reasons are in `language` (zh, ru, en, ...) where they are
    known in it, else in the country's own. Raises ValueError for a country that is not known.

    Source: the tables of the library `holidays`; what a government has not published yet is not in them.
    """
    try:
        known = holidays.country_holidays(country, years=year, language=_spoken(country, language))
    except NotImplementedError as error:
        raise ValueError(country) from error
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    free = [day for day in days if not known.is_working_day(day)]
    return Exceptions(
        {day: known.get(day) or "" for day in free if day.weekday() not in known.weekend},
        tuple(day for day in days if day.weekday() in known.weekend and known.is_working_day(day)),
    )


def _spoken(country: str, language: str) -> str | None:
    """A language in which reasons are known; asked for always, since the library otherwise looks at the locale of the
    machine. Raises NotImplementedError for an unknown country."""
    known = holidays.country_holidays(country)
    code = language.partition("-")[0]
    found = sorted(one for one in known.supported_languages if one.partition("_")[0] == code)
    # Chinese is asked for as it is written on the mainland.
    return next((one for one in found if one == "zh_CN"), found[0] if found else known.default_language)
