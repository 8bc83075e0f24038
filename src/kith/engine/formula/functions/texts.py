"""Texts. Letters are counted as people see them written, whatever the script; the first one is number 1."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from kith.engine.formula import kinds
from kith.engine.formula.errors import Trouble
from kith.engine.formula.functions.base import clamped, form, number
from kith.engine.formula.kinds import PLACES, Now, Sum, Type, rounded

SPACES = " \t\r\n\u00a0\u3000"
WRITTEN = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?")
FAR = 1_000_000
COUNTED = clamped("{%s}", 0, 1_000_000)


def _first(one: Type, *_others: Type) -> Type:
    return replace(one, choices=())


def _text(length: int) -> Type:
    return Type(kinds.TEXT, length=length)


def counted(said: Decimal, least: int = 0) -> int:
    """A number of letters, parts of one left out."""
    return int(max(min(said, Decimal(FAR)), Decimal(least)))


@form("LEN", "text -> number", sql="length({0})::numeric", grows=number(7))
def _len(text: str) -> Decimal:
    return Decimal(len(text))


@form("LEFT", "text, number=1 -> text", sql=f"left({{0}}, {COUNTED % 1})", grows=_first)
def _left(text: str, count: Decimal) -> str:
    return text[: counted(count)]


@form("RIGHT", "text, number=1 -> text", sql=f"right({{0}}, {COUNTED % 1})", grows=_first)
def _right(text: str, count: Decimal) -> str:
    wanted = counted(count)
    return text[-wanted:] if wanted else ""


START = clamped("{%s}", 1, 1_000_000)


@form("MID", "text, number, number -> text", sql=f"substr({{0}}, {START % 1}, {COUNTED % 2})", grows=_first)
def _mid(text: str, start: Decimal, count: Decimal) -> str:
    begin = counted(start, 1) - 1
    return text[begin : begin + counted(count)]


def _letters(text: str, change: Callable[[str], str]) -> str:
    """Letter by letter, as databases do: a letter that would become two stays."""
    return "".join(changed if len(changed := change(letter)) == 1 else letter for letter in text)


@form("UPPER", "text -> text", sql="upper({0})", grows=_first)
def _upper(text: str) -> str:
    return _letters(text, str.upper)


@form("LOWER", "text -> text", sql="lower({0})", grows=_first)
def _lower(text: str) -> str:
    return _letters(text, str.lower)


@form("TRIM", "text -> text", sql="btrim({0}, E' \\t\\r\\n\\u00a0\\u3000')", grows=_first)
def _trim(text: str) -> str:
    return text.strip(SPACES)


@form("CONTAINS", "text, text -> boolean", sql="(strpos(lower({0}), lower({1})) > 0)")
def _contains(text: str, part: str) -> bool:
    return _lower(part) in _lower(text)


@form("STARTS", "text, text -> boolean", sql="starts_with(lower({0}), lower({1}))")
def _starts(text: str, part: str) -> bool:
    return _lower(text).startswith(_lower(part))


@form("ENDS", "text, text -> boolean", sql="(right(lower({0}), length({1})) = lower({1}))")
def _ends(text: str, part: str) -> bool:
    return _lower(text).endswith(_lower(part))


FOUND = (
    "(SELECT CASE WHEN s IS NULL THEN NULL"
    " WHEN f <> '' AND strpos(substr(t, s), f) > 0 THEN strpos(substr(t, s), f) + s - 1 ELSE 0 END::numeric"
    f" FROM (SELECT {{0}} AS f, {{1}} AS t, {START % 2} AS s OFFSET 0) AS p)"
)


@form("FIND", "text, text, number=1 -> number", sql=FOUND, grows=number(7))
def _find(part: str, text: str, start: Decimal) -> Decimal:
    """Where a text begins in another; 0 when nowhere."""
    return Decimal(text.find(part, counted(start, 1) - 1) + 1 if part else 0)


def _replaced(text: Type, _old: Type, new: Type) -> Type:
    return _text(text.length * max(new.length, 1))


@form("SUBSTITUTE", "text, text, text -> text", sql="replace({0}, {1}, {2})", grows=_replaced)
def _substitute(text: str, old: str, new: str) -> str:
    return text.replace(old, new) if old else text


@form("CONCAT", "said, said... -> text", sql="({0} || {1})")
def _concat(one: str, other: str) -> str:
    return one + other


@form("TEXT", "text -> text", sql="{0}", grows=_first)
def _as_it_is(text: str) -> str:
    return str(text)


@form("TEXT", "number -> text", sql="trim_scale({0})::text", grows=lambda one: _text(one.digits + 14))
def written(value: Decimal) -> str:
    """A number with a decimal point and no more places than it needs."""
    text = f"{rounded(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


SHOWN = f"round({{0}}, {clamped('{1}', 0, 12)})::text"


@form("TEXT", "number, number -> text", sql=SHOWN, grows=lambda one, _places: _text(one.digits + 14))
def _fixed(value: Decimal, said: Decimal) -> str:
    places = int(max(min(said, Decimal(PLACES)), Decimal(0)))
    return f"{rounded(value, places):.{places}f}"


@form("TEXT", "boolean -> text", sql="CASE WHEN {0} THEN 'TRUE' ELSE 'FALSE' END", grows=_text(5))
def _word(value: bool) -> str:
    return "TRUE" if value else "FALSE"


@form("TEXT", "date -> text", sql="to_char({0}, 'YYYY-MM-DD')", grows=_text(10))
def _day(value: dt.date) -> str:
    return value.isoformat()


MINUTE = "to_char({0} AT TIME ZONE {zone}, 'YYYY-MM-DD HH24:MI')"


@form("TEXT", "moment -> text", sql=MINUTE, timed=True, grows=_text(16))
def _minute(now: Now, value: dt.datetime) -> str:
    local = now.local(value)
    return f"{local.date().isoformat()} {local:%H:%M}"


@form("TEXT", "money -> text", sql="(trim_scale({0})::text || ' ' || {0c})", grows=_text(60))
def _said(value: Sum) -> str:
    return f"{written(value.amount)} {value.currency}"


READ = (
    "(SELECT CASE WHEN t ~ '^[+-]?[0-9]{1,18}([.][0-9]{1,12})?$' THEN t::numeric END"
    " FROM (SELECT btrim({0}, E' \\t\\r\\n\\u00a0\\u3000') AS t OFFSET 0) AS v)"
)


@form("VALUE", "text -> number", sql=READ, grows=number(18, whole=False))
def _value(text: str) -> Decimal | None:
    """The number that a text says; an empty one says none. Raises Trouble for other texts."""
    said = text.strip(SPACES)
    if said and not WRITTEN.fullmatch(said):
        raise Trouble("number")
    return Decimal(said) if said else None
