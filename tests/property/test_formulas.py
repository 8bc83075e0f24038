"""A formula gives the same in memory and in the database, whatever it is and whatever is filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import epoch, registry
from kith.engine.currencies import worth
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.formula import Formula, FormulaError, Now, check
from kith.engine.formula.expression import FormulaValue
from kith.engine.formula.writing import unwritten
from kith.kernel import clock
from tests.company import People
from tests.property.test_conditions import rows

__all__ = ("rows",)

pytestmark = pytest.mark.database

NOW = Now(dt.datetime(2026, 5, 15, 22, 30, 15, 123456, tzinfo=dt.UTC), "Asia/Shanghai")

LEAVES: dict[str, tuple[str, ...]] = {
    "number": (
        "0", "1", "2.5", "-3", "0.005", "12%", "1000000", "999999999999999999", "0.333333333333",
        "amount", "limit", "share", "price", "stars", "length", "c_integer", "c_decimal", "c_rating",
        "parent.amount", "parent.share", "parent.price", "parent.c_decimal", "parent.parent.limit",
        "customer.employees",
    ),
    "text": (
        '""', '"a"', '"Ab c"', '"яблоко"', '"茶叶店"', '"50%"', '"it\'s"', '" x\u3000"', '"-12.50"', '"2026-02-30"',
        "name", "code", "email", "phone", "country", "LEFT(stage, 9)", "hour", "c_text", "c_time",
        "parent.name", "parent.hour", "parent.c_text", "parent.c_time", "customer.name", "customer.owner.name",
        "owner.name", "c_reference.name", "parent.c_reference.name",
    ),
    "boolean": ("TRUE", "FALSE", "active", "c_boolean", "parent.active", "parent.c_boolean"),
    "date": ("day", "until", "c_date", "TODAY()", "DATE(2024, 2, 29)", "DATE(2026, 12, 31)", "parent.day",
             "parent.parent.c_date"),
    "moment": ("at", "c_datetime", "NOW()", "created_at", "parent.at", "parent.c_datetime", "parent.updated_at",
               "customer.created_at"),
    "money": ("worth", "cost", "c_money", "parent.worth", "parent.cost", "parent.c_money"),
    "list": ("kinds", "tags", "c_tags", "parent.tags", "parent.c_tags"),
}  # fmt: skip
# How values are made of others: {n} and its like are replaced by parts of that kind.
SHAPES: dict[str, tuple[str, ...]] = {
    "number": (
        "({n} + {n})", "({n} - {n})", "({n} * {n})", "({n} / {n})", "-{n}", "ROUND({n}, {p})", "ROUND({n})",
        "ROUNDUP({n}, {p})", "ROUNDDOWN({n}, {p})", "INT({n})", "FLOOR({n}, {n})", "CEILING({n}, {n})", "MOD({n}, {n})",
        "ABS({n})", "SIGN({n})", "SQRT({n})", "MIN({n}, {n})", "MAX({n}, {n}, {n})", "SUM({n}, {n}, {n})", "LEN({t})",
        "FIND({t}, {t})", "FIND({t}, {t}, {p})", "VALUE({t})", "YEAR({d})", "MONTH({m})", "DAY({d})", "WEEKDAY({d})",
        "WEEK({d})", "QUARTER({m})", "HOUR({m})", "MINUTE({m})", "DAYS({d}, {d})", "({d} - {d})", "({m} - {m})",
        "MONTHS({d}, {d})", "YEARS({d}, {d})", "WORKDAYS({d}, {d})", "AMOUNT({c})", "({c} / {c})", "COUNT({l})",
        "IF({b}, {n}, {n})", "IF({b}, {n})", "COALESCE({n}, {n})", "SWITCH({t}, {t}, {n}, {n})",
    ),
    "text": (
        "({t} & {t})", "({n} & {d})", "LEFT({t}, {p})", "RIGHT({t}, {p})", "MID({t}, {p}, {p})", "UPPER({t})",
        "LOWER({t})", "TRIM({t})", "SUBSTITUTE({t}, {t}, {t})", "CONCAT({t}, {b}, {n})", "TEXT({n})", "TEXT({n}, {p})",
        "TEXT({m})", "TEXT({c})", "CURRENCY({c})", "IF({b}, {t}, {t})", "COALESCE({t}, {t})", "IFS({b}, {t}, {b}, {t})",
    ),
    "boolean": (
        "({n} < {n})", "({n} >= {n})", "({n} = {n})", "({n} <> {n})", "({t} = {t})", "({t} < {t})", "({d} <= {d})",
        "({d} = {d})", "({m} > {m})", "({c} > {c})", "({c} = {c})", "({c} <> {c})", "({c} > {n})",
        "({n} = BLANK())", "AND({b}, {b})", "OR({b}, {b}, {b})", "NOT({b})", "ISBLANK({n})", "ISBLANK({t})",
        "ISBLANK({d})", "ISBLANK({c})", "ISBLANK({l})",
        "ISBLANK(customer)", "ISBLANK(others)", "ISBLANK(parent.customer)",
        "ISBLANK(parent.others)", "CONTAINS({t}, {t})", "STARTS({t}, {t})",
        "ENDS({t}, {t})", 'INCLUDES(tags, "茶叶")', 'INCLUDES(kinds, "open")', 'ISCHOICE(stage, "open", "done")',
    ),
    "date": (
        "({d} + {n})", "({d} - {n})", "ADDDAYS({d}, {p})", "ADDMONTHS({d}, {n})", "ADDYEARS({d}, {p})",
        "EOMONTH({d}, {p})", "DATE({n}, {n}, {n})", "DATE(YEAR({d}), MONTH({d}) + 1, {p})", "DATEVALUE({m})",
        "MIN({d}, {d})", "MAX({d}, {d})", "IF({b}, {d}, {d})", "COALESCE({d}, {d})",
    ),
    "moment": ("IF({b}, {m}, {m})", "COALESCE({m}, {m})", "MAX({m}, {m})"),
    "money": ("({c} + {c})", "({c} - {c})", "({c} * {n})", "({c} / {n})", "-{c}", "ABS({c})", "ROUND({c}, {p})",
              "IF({b}, {c}, {c})", "COALESCE({c}, {c})", "SUM({c}, {c})", 'MONEY({n}, "USD")',
              "MONEY({n}, CURRENCY({c}))"),
    "list": ("tags",),
}  # fmt: skip
KINDS = {"n": "number", "t": "text", "b": "boolean", "d": "date", "m": "moment", "c": "money", "l": "list"}
SMALL = ("-2", "-1", "0", "1", "2", "3", "4.9", "12", "stars")


@st.composite
def formulas(draw: st.DrawFn, kind: str, depth: int = 3) -> str:
    """The text of a formula that gives a kind of value."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(LEAVES[kind]))
    shape: str = draw(st.sampled_from(SHAPES[kind]))
    for mark, part in KINDS.items():
        while f"{{{mark}}}" in shape:
            shape = shape.replace(f"{{{mark}}}", draw(formulas(part, depth - 1)), 1)
    while "{p}" in shape:
        shape = shape.replace("{p}", draw(st.sampled_from(SMALL)), 1)
    return shape


WHOLE = st.one_of(
    *(formulas(kind) for kind in ("number", "number", "text", "boolean", "date", "moment", "money"))
)


def field_of(formula: Formula) -> FieldSpec:
    """A field that shows a formula."""
    kind = formula.result
    places = 4 if kind == "decimal" else 0
    return FieldSpec(
        "probe", "shown", "Shown", TYPES[kind], places=places, max_length=2_000, computed=formula
    )


def in_memory(formula: Formula, field: FieldSpec, records: Sequence[Any]) -> dict[int, Any]:
    """What Python computes."""
    spec = registry.spec("probe")

    def of(record: Any) -> Callable[[FieldSpec], Any]:
        return lambda one: spec.value(record, one)

    found = {record.pk: formula.shown(field, of(record), NOW) for record in records}
    if field.type.key != "money":
        return found
    return {number: None if value is None else worth(value) for number, value in found.items()}


def checked(text: str, people: People) -> Formula | None:
    """The formula, unless its result could become too large."""
    try:
        return check(text, registry.spec("probe"), people.ada, stored=False)
    except FormulaError as refused:
        if "too large" not in str(refused):
            raise
        return None


def test_both_back_ends_agree(people: People, rows: list[Any]) -> None:
    spec = registry.spec("probe")

    @settings(max_examples=150)
    @given(text=st.deferred(lambda: WHOLE))
    def agree(text: str) -> None:
        formula = checked(text, people)
        if formula is None:
            return
        assert unwritten(formula.node) is None, text
        field = field_of(formula)
        stored = spec.model.objects.annotate(_shown=FormulaValue(field, NOW)).values_list("pk", "_shown")
        expected = in_memory(formula, field, rows)
        found = {number: value for number, value in stored if number in expected}
        differing = {
            number: (value, found[number]) for number, value in expected.items() if found[number] != value
        }
        assert not differing, (text, differing)

    with clock.frozen(NOW.moment), epoch.turn():
        agree()
