"""Group-by reports: counts and sums over what an actor may see, by up to two fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DateField, DateTimeField, F, Max, Min, Q, Sum
from django.db.models.functions import TruncMonth, TruncQuarter, TruncYear
from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.condition import Node
from kith.engine.errors import Malformed
from kith.engine.expressions import Moment, column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.remembering import remembered
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel.money import Money
from kith.kernel.numbers import unscaled

PERIODS: dict[str, Any] = {"month": TruncMonth, "quarter": TruncQuarter, "year": TruncYear}
MEASURES: dict[str, Any] = {"sum": Sum, "avg": Avg, "min": Min, "max": Max}
MAX_GROUPS = 5_000


@dataclass(frozen=True, slots=True)
class Group:
    """A field to group by; dates by `period` month, quarter or year."""

    field: FieldSpec
    period: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One group: its keys (python values, None for empty), how many rows, and the measured values."""

    keys: tuple[Any, ...]
    count: int
    values: tuple[Any, ...]


class Lines(list[Line]):
    """The lines of a summary; `at` is when they were added up, None for just now, `more` tells that there are more."""

    at: dt.datetime | None = None
    more: bool = False


def group_of(spec: EntitySpec, actor: Actor, name: str) -> Group:
    """A group from its outside name: `stage`, `close_on.month`. Raises UnknownField or Malformed."""
    key, _dot, period = name.partition(".")
    field = spec.resolve(key, actor)
    if not (field.type.groupable or field.type.key in ("text", "choice")):
        raise Malformed(_("Records cannot be grouped by “%(field)s”.") % {"field": field.label})
    if period and (period not in PERIODS or field.type.key not in ("date", "datetime")):
        raise Malformed(_("Dates can be grouped by month, quarter or year."))
    return Group(field, period or ("month" if field.type.key in ("date", "datetime") else ""))


def measure_of(spec: EntitySpec, actor: Actor, name: str) -> tuple[str, FieldSpec]:
    """A measure from its outside name: `sum:amount`. Raises UnknownField or Malformed."""
    function, _colon, key = name.partition(":")
    field = spec.resolve(key, actor)
    if function not in field.type.aggregates:
        raise Malformed(_("“%(field)s” cannot be added up that way.") % {"field": field.label})
    return function, field


def summarize(
    spec: EntitySpec,
    actor: Actor,
    *,
    groups: Sequence[str],
    measures: Sequence[str] = (),
    where: Node | None = None,
    text: str = "",
    extra: Q | None = None,
    most: int | None = None,
) -> Lines:
    """Lines by group, within the actor's reach and `extra`. Money is measured in the company's currency.

    Too many groups are refused, unless `most` says how many of them are enough: then the largest ones are given.
    """
    by = [group_of(spec, actor, name) for name in groups]
    wanted = [measure_of(spec, actor, name) for name in measures]
    rows = Listing(spec, actor, where=where, text=text, extra=extra).rows()
    names = {f"_g{number}": _expression(group) for number, group in enumerate(by)}
    totals: dict[str, Any] = {"_n": Count("pk")}
    totals |= {
        f"_m{number}": MEASURES[function](column(field)) for number, (function, field) in enumerate(wanted)
    }
    if not by:
        found = rows.aggregate(**totals)
        return Lines([Line((), found["_n"], _measured(found, wanted))])
    grouped = rows.annotate(**names).values(*names).annotate(**totals)
    limit = most or MAX_GROUPS
    answer = remembered(grouped.order_by(*(("-_n",) if most else ()), *names)[: limit + 1], actor)
    more = len(answer.rows) > limit
    if more and not most:
        raise Malformed(_("There are too many groups. Choose another field or narrow the filter."))
    lines = Lines(
        Line(tuple(_key(line[name]) for name in names), line["_n"], _measured(line, wanted))
        for line in answer.rows[:limit]
    )
    lines.more = more
    lines.at = answer.at
    return lines


def _expression(group: Group) -> Any:
    found = column(group.field)
    if group.field.type.key == "reference" and group.field.column:
        found = F(f"{group.field.column}_id")
    if group.period and group.field.custom:
        found = Moment(found, output_field=DateField() if group.field.type.key == "date" else DateTimeField())
    return PERIODS[group.period](found) if group.period else found


def _key(value: Any) -> Any:
    if value == "":
        return None
    return value.date() if hasattr(value, "hour") else value


def _measured(line: dict[str, Any], wanted: Sequence[tuple[str, FieldSpec]]) -> tuple[Any, ...]:
    return tuple(
        _value(line[f"_m{number}"], function, field) for number, (function, field) in enumerate(wanted)
    )


def _value(raw: Any, function: str, field: FieldSpec) -> Any:
    """Sums of stored whole numbers back in their unit."""
    if raw is None:
        return None
    if field.type.key == "money":
        return Money.from_minor(round(raw), company().currency)
    if isinstance(raw, Decimal) and field.type.key not in ("decimal", "percent"):
        return int(raw) if raw == raw.to_integral_value() else float(raw)
    if field.type.key in ("decimal", "percent") and not hasattr(raw, "as_tuple"):
        return unscaled(round(raw), field.places)
    return raw
