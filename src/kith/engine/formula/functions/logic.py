"""Choosing between values, and what is filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kith.engine.formula import kinds
from kith.engine.formula.functions.base import form
from kith.engine.formula.kinds import Type, blank, common

Part = Callable[[], Any]


def _either(one: Type, other: Type) -> Type:
    return common(one, other) or one


def _chosen(_condition: Type, one: Type, other: Type) -> Type:
    return _either(one, other)


@form(
    "IF", "boolean, T, T=BLANK -> T", lazy=True, grows=_chosen,
    sql="CASE WHEN {0} THEN {1} ELSE {2} END", currency="CASE WHEN {0} THEN {1c} ELSE {2c} END",
)  # fmt: skip
def _if(condition: Part, one: Part, other: Part) -> Any:
    return one() if condition() else other()


@form(
    "COALESCE", "T, T... -> T", lazy=True, grows=_either,
    sql="COALESCE({0n}, {1})", currency="CASE WHEN {0b} THEN {1c} ELSE {0c} END",
)  # fmt: skip
def _coalesce(one: Part, other: Part) -> Any:
    found = one()
    return other() if blank(found) else found


@form("AND", "boolean, boolean... -> boolean", sql="({0} AND {1})", lazy=True)
def _and(one: Part, other: Part) -> Any:
    return one() and other()


@form("OR", "boolean, boolean... -> boolean", sql="({0} OR {1})", lazy=True)
def _or(one: Part, other: Part) -> Any:
    return one() or other()


@form("NOT", "boolean -> boolean", sql="(NOT {0})")
def _not(one: bool) -> bool:
    return not one


@form("ISBLANK", "any -> boolean", sql="{0b}", patient=True)
def _is_blank(one: Any) -> bool:
    return blank(one)


@form("BLANK", "-> nothing", grows=kinds.EMPTY, sql="NULL")
def _blank() -> None:
    return None


@form("INCLUDES", "list, text -> boolean", sql="({0} @> jsonb_build_array({1}))")
def _includes(values: Any, one: str) -> bool:
    return one in values


@form("COUNT", "list -> number", sql="jsonb_array_length({0})::numeric", grows=replace(kinds.WHOLE, digits=6))
def _count(values: Any) -> Any:
    return Decimal(len(values))
