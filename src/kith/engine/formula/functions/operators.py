"""Arithmetic, joining texts, comparing."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kith.engine.formula.errors import Trouble
from kith.engine.formula.functions.base import form, number
from kith.engine.formula.kinds import EXACT, MONEY, NUMBER, UNIT, Sum, Type, rounded

DAY = 86_400_000_000
"""Microseconds of a day."""

FIRST, LAST = "DATE '0001-01-01'", "DATE '9999-12-31'"
# The quotient is found by whole numbers: division of the database keeps fewer decimal places the larger it becomes.
QUOTIENT = (
    "(SELECT CASE WHEN d <> 0 THEN sign(n) * sign(d) * 0.000000000001"
    " * div(abs(n) * 2000000000000 + abs(d), 2 * abs(d)) END"
    " FROM (SELECT ({0})::numeric AS n, ({1})::numeric AS d OFFSET 0) AS q)"
)
MOVED = (
    "(SELECT CASE WHEN abs(n) < 4000000 AND (d - DATE '0001-01-01') + trunc(n) BETWEEN 0 AND 3652058"
    " THEN d + trunc(n)::int END FROM (SELECT {0} AS d, %s AS n OFFSET 0) AS m)"
)


def _sum(one: Type, other: Type) -> Type:
    return replace(one, digits=max(one.digits, other.digits) + 1, whole=one.whole and other.whole)


def _product(one: Type, other: Type) -> Type:
    return number(one.digits + other.digits, whole=one.whole and other.whole)


def _quotient(one: Type, other: Type) -> Type:
    return number(one.digits + 12, whole=False)


def _of_money(one: Type, other: Type) -> Type:
    money = one if one.kind == MONEY else other
    return replace(money, digits=one.digits + other.digits)


@form("+", "number, number -> number", sql="({0} + {1})", grows=_sum)
def _plus(one: Decimal, other: Decimal) -> Decimal:
    return EXACT.add(one, other)


@form("-", "number, number -> number", sql="({0} - {1})", grows=_sum)
def _minus(one: Decimal, other: Decimal) -> Decimal:
    return EXACT.subtract(one, other)


@form("negative", "number -> number", sql="(- {0})", grows=lambda one: one)
def _negative(one: Decimal) -> Decimal:
    return EXACT.minus(one)


@form("*", "number, number -> number", sql="round({0} * {1}, 12)", grows=_product)
def _times(one: Decimal, other: Decimal) -> Decimal:
    return rounded(EXACT.multiply(one, other))


@form("/", "number, number -> number", sql=QUOTIENT, grows=_quotient)
def _through(one: Decimal, other: Decimal) -> Decimal:
    """Exactly rounded: half a unit is added before what is left over is cut off."""
    if not other:
        raise Trouble("zero")
    above = EXACT.add(EXACT.multiply(abs(one), 2 * 10**12), abs(other))
    whole = EXACT.divide_int(above, EXACT.multiply(2, abs(other)))
    sign = 1 if (one < 0) == (other < 0) else -1
    return EXACT.multiply(EXACT.multiply(whole, UNIT), sign) or Decimal(0)


@form("^", "number, number -> number", grows=number(60, whole=False))
def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Whole powers, also negative ones, and square roots."""
    if exponent == Decimal("0.5"):
        return root(base)
    if exponent != exponent.to_integral_value() or abs(exponent) > 1_000:
        raise Trouble("power")
    if not base and exponent < 0:
        raise Trouble("zero")
    times = int(exponent)
    if base and abs(times) * (abs(base.adjusted()) + 1) > 10_000:
        raise Trouble("large" if (times > 0) == (abs(base) > 1) else "power")
    found = EXACT.power(base, times) if base or times else Decimal(1)
    if found and found.adjusted() >= 60:
        raise Trouble("large")
    return rounded(found)


def root(base: Decimal) -> Decimal:
    """The square root."""
    if base < 0:
        raise Trouble("negative")
    return rounded(EXACT.sqrt(base))


# ---------------------------------------------------------------------- money


def same(one: Sum, other: Sum) -> str:
    """The currency of two amounts. Raises Trouble when they have not the same."""
    if one.currency != other.currency:
        raise Trouble("currencies")
    return one.currency


ALIKE = "CASE WHEN {0c} = {1c} THEN %s END"


@form("+", "money, money -> money", sql=ALIKE % "{0} + {1}", currency="{0c}", grows=_sum)
def _money_plus(one: Sum, other: Sum) -> Sum:
    return Sum(EXACT.add(one.amount, other.amount), same(one, other))


@form("-", "money, money -> money", sql=ALIKE % "{0} - {1}", currency="{0c}", grows=_sum)
def _money_minus(one: Sum, other: Sum) -> Sum:
    return Sum(EXACT.subtract(one.amount, other.amount), same(one, other))


@form("negative", "money -> money", sql="(- {0})", currency="{0c}", grows=lambda one: one)
def _money_negative(one: Sum) -> Sum:
    return Sum(EXACT.minus(one.amount), one.currency)


@form("*", "money, number -> money", sql="round({0} * {1}, 12)", currency="{0c}", grows=_of_money)
def _money_times(one: Sum, other: Decimal) -> Sum:
    return Sum(_times(one.amount, other), one.currency)


@form("*", "number, money -> money", sql="round({0} * {1}, 12)", currency="{1c}", grows=_of_money)
def _times_money(one: Decimal, other: Sum) -> Sum:
    return Sum(_times(one, other.amount), other.currency)


@form(
    "/",
    "money, number -> money",
    sql=QUOTIENT,
    currency="{0c}",
    grows=lambda one, _other: replace(one, digits=40),
)
def _money_through(one: Sum, other: Decimal) -> Sum:
    return Sum(_through(one.amount, other), one.currency)


@form("/", "money, money -> number", sql=ALIKE % QUOTIENT, grows=_quotient)
def _money_through_money(one: Sum, other: Sum) -> Decimal:
    same(one, other)
    return _through(one.amount, other.amount)


# ---------------------------------------------------------------------- days


def moved(day: dt.date, days: Decimal) -> dt.date:
    """A day so many days later; parts of a day do not count. Raises Trouble."""
    try:
        return day + dt.timedelta(days=int(days))
    except OverflowError as error:
        raise Trouble("day") from error


@form("+", "date, number -> date", sql=MOVED % "{1}")
def _later(day: dt.date, days: Decimal) -> dt.date:
    return moved(day, days)


@form("+", "number, date -> date", sql=MOVED.replace("{0}", "{1}") % "{0}")
def _days_and_day(days: Decimal, day: dt.date) -> dt.date:
    return moved(day, days)


@form("-", "date, number -> date", sql=MOVED % "- {1}")
def _earlier(day: dt.date, days: Decimal) -> dt.date:
    return moved(day, -days)


@form("-", "date, date -> number", sql="({0} - {1})::numeric", grows=number(7))
def _between(one: dt.date, other: dt.date) -> Decimal:
    return Decimal((one - other).days)


SPAN = "(extract(epoch FROM {0} - {1})::numeric)"


@form(
    "-",
    "moment, moment -> number",
    sql=QUOTIENT.replace("{0}", SPAN).replace("({1})::", "86400::"),
    grows=number(7, whole=False),
)
def elapsed(one: dt.datetime, other: dt.datetime) -> Decimal:
    """Days and parts of a day."""
    span = one - other
    microseconds = (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds
    return _through(Decimal(microseconds), Decimal(DAY))


# ---------------------------------------------------------------------- texts


@form("&", "said, said -> text", sql="({0} || {1})")
def _join(one: str, other: str) -> str:
    return one + other


# ---------------------------------------------------------------------- comparing

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def _ordered(sign: str, kind: str, sql: str) -> None:
    compare = SIGNS[sign]
    form(sign, f"{kind}, {kind} -> boolean", sql=sql.replace("?", sign))(compare)


def _equal(kind: str, suffix: str = "") -> None:
    form("=", f"{kind}, {kind} -> boolean", sql=f"({{0}} IS NOT DISTINCT FROM {{1}}{suffix})", patient=True)(
        operator.eq
    )
    form("<>", f"{kind}, {kind} -> boolean", sql=f"({{0}} IS DISTINCT FROM {{1}}{suffix})", patient=True)(
        operator.ne
    )


for _sign in SIGNS:
    _ordered(_sign, "number", "({0} ? {1})")
    _ordered(_sign, "text", '({0} COLLATE "C" ? {1})')
    _ordered(_sign, "date", "({0} ? {1})")
    _ordered(_sign, "moment", "({0} ? {1})")
for _kind in (NUMBER, "text", "boolean", "date", "moment"):
    _equal(_kind)


def _money_compared(sign: str) -> None:
    compare = SIGNS[sign]

    @form(sign, "money, money -> boolean", sql=f"({{0c}} = {{1c}} AND {{0}} {sign} {{1}})")
    def _amounts(one: Sum, other: Sum) -> Any:
        same(one, other)
        return compare(one.amount, other.amount)

    @form(sign, "money, number -> boolean", sql=f"({{0}} {sign} {{1}})")
    def _amount(one: Sum, other: Decimal) -> Any:
        return compare(one.amount, other)

    @form(sign, "number, money -> boolean", sql=f"({{0}} {sign} {{1}})")
    def _limit(one: Decimal, other: Sum) -> Any:
        return compare(one, other.amount)


for _sign in SIGNS:
    _money_compared(_sign)

BOTH_EMPTY = "({0} IS NULL AND {1} IS NULL)"


@form(
    "=",
    "money, money -> boolean",
    sql=f"({BOTH_EMPTY} OR COALESCE({{0}} = {{1}} AND {{0c}} = {{1c}}, FALSE))",
    patient=True,
)
def _as_much(one: Sum | None, other: Sum | None) -> bool:
    return (
        one is other
        if one is None or other is None
        else (one.currency, one.amount) == (other.currency, other.amount)
    )


@form(
    "<>",
    "money, money -> boolean",
    sql=f"NOT ({BOTH_EMPTY} OR COALESCE({{0}} = {{1}} AND {{0c}} = {{1c}}, FALSE))",
    patient=True,
)
def _not_as_much(one: Sum | None, other: Sum | None) -> bool:
    return not _as_much(one, other)


@form("=", "money, number -> boolean", sql="({0} IS NOT DISTINCT FROM {1})", patient=True)
def _is_much(one: Sum | None, other: Decimal | None) -> bool:
    return (one and one.amount) == other


@form("<>", "money, number -> boolean", sql="({0} IS DISTINCT FROM {1})", patient=True)
def _is_not_much(one: Sum | None, other: Decimal | None) -> bool:
    return not _is_much(one, other)
