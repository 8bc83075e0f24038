"""A formula field as a database expression: PostgreSQL computes it, SQLite asks the Python back end for each row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Func, OuterRef, Subquery

from kith.engine import currencies, registry
from kith.engine.connections import functions
from kith.engine.fieldtypes import FieldSpec
from kith.engine.formula.compiling import LONGEST_RESULT, known, present
from kith.engine.formula.kinds import Now
from kith.engine.formula.snippets import Snippet
from kith.engine.formula.writing import Writing, in_money
from kith.engine.keyed import CustomValue
from kith.engine.record import LIVE
from kith.kernel.money import Money
from kith.kernel.numbers import unscaled

# Several columns of one field, by what stands beside it.
BESIDE = {"money": ("", "currency"), "anyreference": ("",)}


class FormulaValue(Func):
    """The value of a formula field that is computed when it is read, in the form in which the others are stored; of
    money what it is worth in the company's currency or, asked for by `part`, its "amount" or its "currency"."""

    def __init__(self, field: FieldSpec, now: Now | None = None, part: str = "") -> None:
        self.part = part
        self.described = field
        self.formula = field.computed
        self.formula.target = field
        self.now = now or present()
        self.places = [
            (one, beside) for one in self.formula.stored.values() for beside in _besides(_end(one))
        ]
        columns = [_source(one, beside, self.now) for one, beside in self.places]
        super().__init__(*columns, output_field=field.type.output_field(field))

    def copy(self) -> Any:
        found = super().copy()
        found.described, found.formula = self.described, self.formula
        found.now, found.places, found.part = self.now, self.places, self.part
        return found

    def _compiled(self, compiler: Any) -> list[Snippet]:
        found = (compiler.compile(source) for source in self.source_expressions)
        return [Snippet(sql, tuple(params)) for sql, params in found]

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """One call per row, with the columns that the formula needs."""
        parts = [
            Snippet(f"json_extract({one.sql}, '$.{_end(field).place}')", one.params)
            if _in_json(field)
            else one
            for one, (field, _beside) in zip(self._compiled(compiler), self.places, strict=True)
        ]
        sql = ", ".join(["%s", "%s", "%s", "%s", *(part.sql for part in parts)])
        given = (self.formula.number, self.part, self.now.moment.isoformat(), self.now.zone)
        currencies.rates()  # read now: within the statement that asks for values nothing else should be read
        return f"kith_formula({sql})", (*given, *(value for part in parts for value in part.params))

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """The formula in the database's own words."""
        columns = {
            (field.key, beside): one
            for one, (field, beside) in zip(self._compiled(compiler), self.places, strict=True)
        }
        writing, node = (
            Writing(lambda field, beside: _column(columns, field, beside), self.now),
            self.formula.node,
        )
        if self.described.type.key == "money":
            found = {"": writing.worth, "amount": writing.coins, "currency": writing.currency}[self.part](
                node
            )
            return found.sql, found.params
        found = writing.node(node)
        shape = STORED[self.described.type.key]
        return shape(self.described).replace("{0}", found.sql), found.params


def _end(field: FieldSpec) -> FieldSpec:
    """The field itself, where it stands: of a path the one at its end."""
    return field if field.through is None else field.through.end


def _in_json(field: FieldSpec) -> bool:
    """Whether the value stands among the custom values of its record."""
    return _end(field).custom and not _end(field).live


def _besides(field: FieldSpec) -> tuple[str, ...]:
    return ("",) if field.custom and not field.live else BESIDE.get(field.type.key, ("",))


def _source(field: FieldSpec, beside: str, now: Now) -> Any:
    """The column of a field, of a linked record by a look at that record."""
    if field.through is not None:
        return _look(field.through.links, field.through.end, beside, now)
    return F("custom") if field.custom else F(_name(field, beside))


def _look(links: Sequence[FieldSpec], end: FieldSpec, beside: str, now: Now) -> Any:
    link, *rest = links
    at = OuterRef(f"{link.column}_id") if link.column else CustomValue(link, OuterRef("custom"))
    rows = registry.spec(str(link.target)).model.objects.filter(LIVE, pk=at)
    part = (beside or "amount") if end.type.key == "money" else ""
    there = FormulaValue(end, now, part) if end.live else _source(end, beside, now)
    return Subquery(rows.annotate(_there=_look(rest, end, beside, now) if rest else there).values("_there"))


def _name(field: FieldSpec, beside: str) -> str:
    return f"{field.column}_{beside}" if beside else str(field.column)


# ---------------------------------------------------------------------- PostgreSQL

CASTS = {
    **dict.fromkeys(("integer", "rating", "duration", "decimal", "percent", "reference"), "::bigint"),
    "boolean": "::boolean", "date": "::date", "datetime": "::timestamptz",
}  # fmt: skip
LISTS = ("multichoice", "tags", "references", "anyreference")


def _column(columns: dict[tuple[str, str], Snippet], field: FieldSpec, beside: str) -> Snippet:
    """A field's column; of money its amount in major units, or the currency."""
    kind, end = field.type.key, _end(field)
    if not end.custom:
        found = columns[field.key, beside]
        return found if kind != "money" or beside else _amount(found, columns[field.key, "currency"])
    whole = columns[field.key, ""]
    if end.live and kind == "money":
        return columns[field.key, beside]
    if end.live:
        return Snippet(f"({whole.sql}){CASTS.get(kind, '')}", whole.params)
    if kind == "money":
        minor, currency = (
            Snippet(f"({whole.sql} #>> '{{{end.place},{place}}}')", whole.params) for place in (0, 1)
        )
        return currency if beside else _amount(Snippet(f"{minor.sql}::numeric", minor.params), currency)
    if kind in LISTS:
        return Snippet(f"({whole.sql} -> '{end.place}')", whole.params)
    return Snippet(f"({whole.sql} ->> '{end.place}'){CASTS.get(kind, '')}", whole.params)


def _amount(minor: Snippet, currency: Snippet) -> Snippet:
    return Snippet(in_money(minor.sql, currency.sql), (*minor.params, *currency.params))


def _whole(field: FieldSpec) -> str:
    """Numbers as whole ones of their smallest unit; too large ones are none."""
    return (
        f"(SELECT CASE WHEN abs(w) <= 9223372036854775807 THEN w::bigint END FROM"
        f" (SELECT round({{0}}, {field.places}) * 1{'0' * field.places} AS w OFFSET 0) AS s)"
    )


STORED: dict[str, Callable[[FieldSpec], str]] = {
    "integer": _whole,
    "decimal": _whole,
    "boolean": lambda _field: "({0})",
    "text": lambda field: (
        f"((SELECT CASE WHEN length(t) <= {field.max_length or LONGEST_RESULT} THEN NULLIF(t, '') END"
        ' FROM (SELECT {0} AS t OFFSET 0) AS s) COLLATE "C")'
    ),
    "date": lambda _field: "(to_char({0}, 'YYYY-MM-DD') COLLATE \"C\")",
    "datetime": lambda _field: (
        '(to_char({0} AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\') COLLATE "C")'
    ),
}


# ---------------------------------------------------------------------- SQLite


def compute(number: int, part: str, moment: str, zone: str, *values: Any) -> Any:
    """What SQLite asks for each row: the stored form of a formula's value from its columns."""
    formula = known.get(number)
    if formula is None or formula.target is None:
        return None
    given = iter(values)
    raw: dict[str, Any] = {}
    for key, field in formula.stored.items():
        value = next(given)
        other = next(given) if len(_besides(_end(field))) > 1 else ""
        raw[key] = None if value is None else _python(_end(field), value, other)
    now, target = Now(dt.datetime.fromisoformat(moment), zone), formula.target

    def read(field: FieldSpec) -> Any:
        return field.computed.shown(field, read, now) if field.live else raw[field.key]

    found = formula.shown(target, read, now)
    if found is None:
        return None
    if target.type.key == "money":
        return PARTS[part](found)
    return target.type.dump(found, target)


PARTS: dict[str, Callable[[Money], Any]] = {
    "": currencies.worth,
    "amount": Money.minor,
    "currency": lambda found: found.currency,
}
"""What is asked of an amount of money."""


def _python(field: FieldSpec, value: Any, currency: Any) -> Any:
    """The python value of what SQLite holds in a column or gives of a JSON value."""
    kind = field.type.key
    if field.live and kind == "money":
        return Money.from_minor(value, currency)
    if field.custom:
        stored = (
            json.loads(value) if kind in (*LISTS, "money") else bool(value) if kind == "boolean" else value
        )
        return field.type.load(stored, field)
    return READ[kind](field, value, currency) if kind in READ else value


READ: dict[str, Callable[[FieldSpec, Any, Any], Any]] = {
    "boolean": lambda _field, value, _other: bool(value),
    "date": lambda _field, value, _other: dt.date.fromisoformat(value),
    "datetime": lambda _field, value, _other: dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC),
    "time": lambda _field, value, _other: dt.time.fromisoformat(value),
    "money": lambda _field, value, other: Money.from_minor(value, other),
    **dict.fromkeys(("decimal", "percent"), lambda field, value, _other: unscaled(value, field.places)),
    **dict.fromkeys(("multichoice", "tags", "references"), lambda _field, value, _other: json.loads(value)),
}  # fmt: skip


functions["kith_formula"] = compute
