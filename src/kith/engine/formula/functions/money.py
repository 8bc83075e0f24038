"""Amounts of money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kith.engine.formula import kinds
from kith.engine.formula.errors import Trouble
from kith.engine.formula.functions.base import form, number
from kith.engine.formula.kinds import Sum, Type
from kith.kernel.money import EXPONENTS


@form("AMOUNT", "money -> number", sql="{0}", grows=lambda one: number(one.digits, whole=False))
def _amount(value: Sum) -> Decimal:
    return value.amount


@form(
    "CURRENCY", "money -> text", sql="CASE WHEN {0b} THEN '' ELSE {0c} END", grows=Type(kinds.TEXT, length=3)
)
def _currency(value: Sum) -> str:
    return value.currency


CODES = ", ".join(f"'{code}'" for code in sorted(EXPONENTS))


@form(
    "MONEY",
    "number, text -> money",
    sql=f"CASE WHEN {{1}} IN ({CODES}) THEN {{0}} END",
    currency="{1}",
    grows=lambda one, _currency: replace(Type(kinds.MONEY), digits=one.digits),
)
def _money(value: Decimal, currency: str) -> Sum:
    if currency not in EXPONENTS:
        raise Trouble("currency")
    return Sum(value, currency)
