"""The page about formulas."""

from __future__ import annotations

from kith.config.reference.markdown import LANGUAGES, code, labels, page, section, table
from kith.engine.formula.helps import GROUPS, Help

ABOUT = "What formulas are made of. How they compute is told in [formulas](../explanation/formulas.md)."
SIGNS = (
    (
        "`+` `-` `*` `/`",
        "arithmetic; also a date and days, two dates, amounts in one currency, an amount and a number",
    ),
    ("`^`", "a power; a sign before a number binds closer"),
    ("`&`", "texts joined, other values as TEXT writes them"),
    ("`=` `<>` `<` `<=` `>` `>=`", "comparing values of one kind, and an amount with a number"),
    ("`50%`", "0.5"),
    ('`"text"`', "a text; quotes within are doubled"),
    ("`TRUE` `FALSE`", "yes and no"),
)


def formulas() -> str:
    """Render the page."""
    return page(
        "Formulas",
        ABOUT,
        section("Signs", table(("written", "means"), SIGNS)),
        *(section(str(label), _functions(functions)) for label, functions in GROUPS.values()),
    )


def _functions(functions: tuple[Help, ...]) -> str:
    return table(("function", *LANGUAGES), [(code(one.written), *labels(one.about)) for one in functions])
