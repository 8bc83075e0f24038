"""The SQL back end: the same tree as an expression of PostgreSQL. SQLite, which has no exact decimals, is taught to ask
the Python back end instead (kith.engine.formula.expression).

Texts, yes-or-no and lists are never NULL on their way, so that SQL's third truth value never decides; numbers, dates
and amounts are NULL where they are empty. Money is two expressions: the amount, and the currency beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kith.engine import currencies
from kith.engine.fieldtypes import FieldSpec
from kith.engine.formula.functions import Form
from kith.engine.formula.kinds import BOOLEAN, DATE, LINK, LIST, MOMENT, MONEY, NUMBER, TEXT, Now, type_of
from kith.engine.formula.nodes import Call, Field, Node, Value
from kith.engine.formula.snippets import Snippet, fill
from kith.engine.settings import company
from kith.kernel.money import EXPONENTS, MINOR_LIMIT

HEAVIEST = 100_000
"""Longer SQL than this is not written."""

Column = Callable[[FieldSpec, str], Snippet]

NULLS = {
    NUMBER: "NULL::numeric", MONEY: "NULL::numeric", DATE: "NULL::date", MOMENT: "NULL::timestamptz", TEXT: "''::text",
    BOOLEAN: "FALSE", LIST: "'[]'::jsonb", LINK: "NULL::bigint", "nothing": "NULL",
}  # fmt: skip
CASTS = {NUMBER: "numeric", DATE: "date", MOMENT: "timestamptz", TEXT: "text"}
FILLED = {TEXT: "COALESCE(%s, '')", BOOLEAN: "COALESCE(%s, FALSE)"}
COINS = "CASE {c} " + " ".join(
    f"WHEN '{code}' THEN {10**-places if places < 1 else format(10**-places, f'.{places}f')}"
    for code, places in sorted(EXPONENTS.items())
    if places != 2
) + " ELSE 0.01 END"  # fmt: skip


@dataclass
class Writing:
    """The SQL of one formula. `column` gives the column of a field, or its currency beside it, as SQL."""

    column: Column
    now: Now

    def node(self, node: Node) -> Snippet:
        """A part; of money its amount."""
        if isinstance(node, Call):
            return self._called(node, node.form.sql)
        if isinstance(node, Field):
            return self._field(node.field)
        if isinstance(node, Value):
            return _literal(node.type.kind, node.value)
        raise TypeError(node)

    def currency(self, node: Node) -> Snippet:
        """The currency of an amount."""
        if isinstance(node, Call):
            return fill(node.form.currency, self._parts(node, node.form.currency))
        if isinstance(node, Field):
            live = node.field.live
            return self.currency(node.field.computed.node) if live else self.column(node.field, "currency")
        return Snippet("''::text")

    def coins(self, node: Node) -> Snippet:
        """An amount as a field shows it: rounded to what coins there are, nothing where no rate is known."""
        return self._coined(node, "a")

    def worth(self, node: Node) -> Snippet:
        """What an amount is worth today, in minor units of the company's currency."""
        places = EXPONENTS[company().currency]
        return self._coined(node, f"(round(a * r, {places}) * 1{'0' * places})::bigint")

    def _coined(self, node: Node, given: str) -> Snippet:
        """`given` of each amount `a` with its rate `r`, as long as both can be stored."""
        known, base = currencies.rates(), EXPONENTS[company().currency]
        rows = " UNION ALL ".join(
            f"SELECT '{code}', {rate}::numeric, {EXPONENTS[code]}" for code, rate in known.items()
        )
        amount, currency = self.node(node), self.currency(node)
        limits = " AND ".join(
            f"abs(round({said}, {places})) * power(10::numeric, {places}) < {MINOR_LIMIT}"
            for said, places in (("a", "p"), ("a * r", base))
        )
        sql = (
            f"(SELECT CASE WHEN {limits} THEN {given} END FROM (SELECT round(m.n, k.p) AS a, k.r, k.p FROM"
            f" (SELECT {amount.sql} AS n, {currency.sql} AS c OFFSET 0) AS m"
            f" JOIN ({rows}) AS k(c, r, p) ON k.c = m.c OFFSET 0) AS coined)"
        )
        return Snippet(sql, (*amount.params, *currency.params))

    def _called(self, call: Call, template: str) -> Snippet:
        found = fill(template, self._parts(call, template))
        cover = FILLED.get(call.type.kind) if not (call.form.lazy or call.form.patient) else None
        return Snippet(cover % found.sql, found.params) if cover else found

    def _parts(self, call: Call, template: str) -> dict[str, Snippet]:
        """What a template asks for."""
        found: dict[str, Snippet] = {}
        for number, part in enumerate(call.parts):
            for suffix, write in PARTS.items():
                mark = f"{number}{suffix}"
                if f"{{{mark}}}" in template:
                    found[mark] = write(self, part)
        if call.form.timed:
            found["today"] = Snippet("%s::date", (self.now.today.isoformat(),))
            found["now"] = Snippet("%s::timestamptz", (self.now.moment.isoformat(),))
            found["zone"] = Snippet("%s", (self.now.zone,))
        return found

    def blank(self, node: Node) -> Snippet:
        """Whether a part is empty."""
        found, kind = self.node(node), node.type.kind
        if kind == TEXT:
            return Snippet(f"({found.sql} = '')", found.params)
        if kind == LIST or (isinstance(node, Field) and node.field.type.key == "references"):
            return Snippet(f"(COALESCE({found.sql}, '[]'::jsonb) = '[]'::jsonb)", found.params)
        return Snippet("FALSE") if kind == BOOLEAN else Snippet(f"({found.sql} IS NULL)", found.params)

    def nulled(self, node: Node) -> Snippet:
        """A part, NULL where it is empty."""
        found = self.node(node)
        empty = {TEXT: "''", LIST: "'[]'::jsonb"}.get(node.type.kind)
        return Snippet(f"NULLIF({found.sql}, {empty})", found.params) if empty else found

    # ------------------------------------------------------------------ fields

    def _field(self, field: FieldSpec) -> Snippet:
        if field.live:
            inner = self.node(field.computed.node)
            if field.type.key == "money":
                return self.coins(field.computed.node)
            return Snippet(f"round({inner.sql}, {field.places})", inner.params) if _numeric(field) else inner
        kind = type_of(field)
        found = self.column(field, "")
        stands = field if field.through is None else field.through.end
        return Snippet(SEEN[kind.kind](stands, found.sql), found.params) if kind else found


PARTS: dict[str, Callable[[Writing, Node], Snippet]] = {
    "": Writing.node,
    "c": Writing.currency,
    "b": Writing.blank,
    "n": Writing.nulled,
}


def _numeric(field: FieldSpec) -> bool:
    return field.type.key in ("integer", "decimal")


def _number(field: FieldSpec, sql: str) -> str:
    places = (field.places if field.type.key in ("decimal", "percent") else 0) + 2 * (
        field.type.key == "percent"
    )
    return f"({sql}::numeric * {format(10**-places, f'.{places}f')})" if places else f"{sql}::numeric"


SEEN: dict[str, Callable[[FieldSpec, str], str]] = {
    NUMBER: _number,
    TEXT: lambda field, sql: (
        f"COALESCE(to_char({sql}, 'HH24:MI'), '')"
        if field.type.key == "time" and not field.custom
        else f"COALESCE({sql}, '')"
    ),
    BOOLEAN: lambda field, sql: f"COALESCE({sql}::boolean, FALSE)",
    DATE: lambda field, sql: f"{sql}::date",
    MOMENT: lambda field, sql: f"{sql}::timestamptz",
    MONEY: lambda field, sql: sql,
    LIST: lambda field, sql: f"COALESCE({sql}, '[]'::jsonb)",
    LINK: lambda field, sql: sql,
}


def _literal(kind: str, value: Any) -> Snippet:
    if isinstance(value, bool):
        return Snippet("TRUE" if value else "FALSE")
    if value is None or kind not in CASTS:
        return Snippet(NULLS[kind])
    said = value.isoformat() if isinstance(value, dt.date) else str(value)
    return Snippet(f"%s::{CASTS[kind]}", (said,))


def in_money(minor: str, currency: str) -> str:
    """An amount of whole minor units in major ones."""
    return f"({minor} * {COINS.replace('{c}', currency)})"


def unwritten(node: Node) -> Form | None:
    """The first form in a tree that the database cannot compute."""
    if not isinstance(node, Call):
        return None
    money = node.type.kind == MONEY and not node.form.currency
    if not node.form.sql or money:
        return node.form
    return next((found for part in node.parts if (found := unwritten(part)) is not None), None)


def weight(node: Node, suffix: str = "") -> int:
    """About how long the SQL of a tree is: what a template says twice is written twice."""
    if not isinstance(node, Call):
        return 60
    template = node.form.currency if suffix == "c" else node.form.sql
    found = len(template)
    for number, part in enumerate(node.parts):
        for one in PARTS:
            times = template.count(f"{{{number}{one}}}")
            found += times * weight(part, one) if times else 0
        if found > HEAVIEST:
            break
    return found
