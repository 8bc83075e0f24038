"""The page about settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from kith.config.reference.markdown import code, page, section, table
from kith.config.variables import FOR_TESTS, VARIABLES, Variable
from kith.engine.settings import Company

ABOUT = "Everything works without setting anything. What differs between installations comes from variables."
COMPANY = "Asked for at the first start and changed under Settings → Company; stored in the database."
MEANINGS = {
    "name": "the company's name",
    "language": "language of people who chose none, and of what is shipped: en, zh-hans, ru",
    "currency": "currency of sums, by its ISO 4217 code",
    "time_zone": "time zone of people who chose none, and of the time table (IANA name)",
    "country": "country whose phone numbers need no country code, by its ISO 3166 code",
    "week_start": "first day of the week: 0 is Monday",
}


def settings() -> str:
    """Render the page."""
    return page(
        "Settings",
        ABOUT,
        section("Variables", _variables(VARIABLES)),
        section("Variables of test runs", _variables(FOR_TESTS)),
        section("The company", COMPANY, _company()),
    )


def _variables(variables: Sequence[Variable]) -> str:
    return table(
        ("variable", "means", "default"),
        [(code(variable.name), variable.meaning, variable.default) for variable in variables],
    )


def _company() -> str:
    return table(
        ("setting", "means", "default"),
        [(code(item.name), MEANINGS[item.name], str(item.default)) for item in fields(Company)],
    )
