"""Rounding, parts and choices of numbers. A half is rounded away from zero, as on an invoice."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_UP, Decimal
from typing import Any

from kith.engine.formula.errors import Trouble
from kith.engine.formula.functions.base import clamped, form, number
from kith.engine.formula.functions.operators import power, root
from kith.engine.formula.kinds import EXACT, PLACES, WHOLE, Sum, Type, rounded

COARSEST = -40
AT = clamped("{1}", -40, 12)


def _same(one: Type, *_others: Type) -> Type:
    return replace(one, whole=False, digits=one.digits + 1)


def _whole(one: Type, *_others: Type) -> Type:
    return number(one.digits + 1)


def _either(one: Type, other: Type) -> Type:
    return replace(one, digits=max(one.digits, other.digits), whole=one.whole and other.whole)


def places(said: Decimal) -> int:
    """Decimal places as asked for, negative ones before the point, within what is possible."""
    return int(max(min(said, Decimal(PLACES)), Decimal(COARSEST)))


def _to(value: Decimal, count: int, how: str) -> Decimal:
    """A number to so many places, a rounding mode deciding."""
    unit = Decimal(1).scaleb(-count)
    found = value.quantize(unit, rounding=how, context=EXACT) if count < PLACES else value
    return found or Decimal(0)


def rounding(value: Decimal, said: Decimal) -> Decimal:
    """To so many places, a half away from zero."""
    return EXACT.quantize(value, Decimal(1).scaleb(-places(said))) or Decimal(0)


@form("ROUND", "number, number=0 -> number", sql=f"round({{0}}, {AT})", grows=_same)
def _round(value: Decimal, said: Decimal) -> Decimal:
    return rounding(value, said)


@form("ROUND", "money, number=0 -> money", sql=f"round({{0}}, {AT})", currency="{0c}", grows=_same)
def _round_money(value: Sum, said: Decimal) -> Sum:
    return Sum(rounding(value.amount, said), value.currency)


UP = (
    "(SELECT CASE WHEN trunc(n, p) = n THEN n ELSE trunc(n, p) + sign(n) * ('1e' || (-p)::text)::numeric END"
    f" FROM (SELECT {{0}} AS n, {AT} AS p OFFSET 0) AS r)"
)


@form("ROUNDUP", "number, number=0 -> number", sql=UP, grows=_same)
def _round_up(value: Decimal, said: Decimal) -> Decimal:
    return _to(value, places(said), ROUND_UP)


@form("ROUNDDOWN", "number, number=0 -> number", sql=f"trunc({{0}}, {AT})", grows=_same)
def _round_down(value: Decimal, said: Decimal) -> Decimal:
    return _to(value, places(said), ROUND_DOWN)


@form("INT", "number -> number", sql="floor({0})", grows=_whole)
def _int(value: Decimal) -> Decimal:
    return _to(value, 0, ROUND_FLOOR)


STEPS = (
    "(SELECT CASE WHEN s > 0 THEN round(s * (div(n, s) %s), 12) END"
    " FROM (SELECT {0} AS n, {1} AS s OFFSET 0) AS f)"
)


def _steps(value: Decimal, step: Decimal, how: str) -> Decimal:
    if step <= 0:
        raise Trouble("step")
    count = EXACT.divide_int(value, step)
    rest = EXACT.subtract(value, EXACT.multiply(count, step))
    if how == ROUND_FLOOR and rest < 0:
        count = EXACT.subtract(count, 1)
    if how == ROUND_CEILING and rest > 0:
        count = EXACT.add(count, 1)
    return rounded(EXACT.multiply(count, step))


@form(
    "FLOOR",
    "number, number=1 -> number",
    sql=STEPS % "- CASE WHEN mod(n, s) < 0 THEN 1 ELSE 0 END",
    grows=_same,
)
def _floor(value: Decimal, step: Decimal) -> Decimal:
    return _steps(value, step, ROUND_FLOOR)


@form(
    "CEILING",
    "number, number=1 -> number",
    sql=STEPS % "+ CASE WHEN mod(n, s) > 0 THEN 1 ELSE 0 END",
    grows=_same,
)
def _ceiling(value: Decimal, step: Decimal) -> Decimal:
    return _steps(value, step, ROUND_CEILING)


REST = (
    "(SELECT CASE WHEN s = 0 THEN NULL WHEN mod(n, s) <> 0 AND sign(mod(n, s)) <> sign(s) THEN mod(n, s) + s"
    " ELSE mod(n, s) END FROM (SELECT {0} AS n, NULLIF({1}, 0) AS s OFFSET 0) AS f)"
)


@form("MOD", "number, number -> number", sql=REST, grows=_either)
def _mod(value: Decimal, by: Decimal) -> Decimal:
    """What is left over, with the sign of the divisor."""
    if not by:
        raise Trouble("zero")
    rest = EXACT.remainder(value, by)
    return EXACT.add(rest, by) if rest and (rest < 0) != (by < 0) else rest


@form("ABS", "number -> number", sql="abs({0})", grows=lambda one: one)
def _abs(value: Decimal) -> Decimal:
    return EXACT.abs(value)


@form("ABS", "money -> money", sql="abs({0})", currency="{0c}", grows=lambda one: one)
def _abs_money(value: Sum) -> Sum:
    return Sum(EXACT.abs(value.amount), value.currency)


@form("SIGN", "number -> number", sql="sign({0})", grows=replace(WHOLE, digits=1))
def _sign(value: Decimal) -> Decimal:
    return Decimal((value > 0) - (value < 0))


ROOT = "(SELECT CASE WHEN n >= 0 THEN round(sqrt(round(n, 40)), 12) END FROM (SELECT {0} AS n OFFSET 0) AS q)"


@form("SQRT", "number -> number", sql=ROOT, grows=_same)
def _sqrt(value: Decimal) -> Decimal:
    return root(value)


form("POWER", "number, number -> number", grows=number(60, whole=False))(power)


def _of(name: str, kind: str, sql: str) -> None:
    """The smaller or the larger; what is empty does not count."""
    choose: Any = min if name == "MIN" else max

    @form(
        name,
        f"{kind}, {kind}... -> {kind}",
        sql=sql,
        grows=lambda one, other: _either(one, other) if kind == "number" else one,
        patient=True,
    )
    def _chosen(one: Any, other: Any) -> Any:
        return choose(one, other) if None not in (one, other) else other if one is None else one


for _kind in ("number", "date", "moment"):
    _of("MIN", _kind, "LEAST({0}, {1})")
    _of("MAX", _kind, "GREATEST({0}, {1})")


def _longer(one: Type, other: Type) -> Type:
    return number(max(one.digits, other.digits) + 1, whole=one.whole and other.whole)


@form(
    "SUM",
    "number, number... -> number",
    sql="(COALESCE({0}, 0) + COALESCE({1}, 0))",
    grows=_longer,
    patient=True,
)
def _sum(one: Decimal | None, other: Decimal | None) -> Decimal:
    return EXACT.add(one or 0, other or 0)


@form(
    "SUM",
    "money, money... -> money",
    sql="CASE WHEN {0b} THEN {1} WHEN {1b} THEN {0} WHEN {0c} = {1c} THEN {0} + {1} END",
    currency="CASE WHEN {0b} THEN {1c} ELSE {0c} END",
    grows=lambda one, other: replace(
        one, digits=one.digits + 1, currency=one.currency if one.currency == other.currency else ""
    ),
    patient=True,
)
def _sum_money(one: Sum | None, other: Sum | None) -> Sum | None:
    if one is None or other is None:
        return other if one is None else one
    if one.currency != other.currency:
        raise Trouble("currencies")
    return Sum(EXACT.add(one.amount, other.amount), one.currency)
