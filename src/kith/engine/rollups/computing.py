"""The value of a roll-up for some records: one statement for all of them, whoever's the children are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Aggregate, BigIntegerField, Count, F, Max, Min, Q, Window
from django.db.models.functions import RowNumber

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.errors import Malformed
from kith.engine.expressions import column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.numbers import LARGEST
from kith.engine.keeping import keep, lock
from kith.engine.rollups.rollup import Rollup
from kith.engine.settings import company
from kith.engine.spec import EntitySpec


class Total(Aggregate):
    """A sum of whole numbers. SQLite stops at a sum that is too large for it; this one is none then."""

    function = "SUM"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Added up in two halves, which only together can be too large."""
        high, low = "SUM(%(expressions)s / 1000000000)", "SUM(%(expressions)s %% 1000000000)"
        whole = f"({high} * 1000000000 + {low})"
        template = f"CASE WHEN ABS({high} + {low} / 1000000000) < 9223372035 THEN {whole} END"
        return self.as_sql(compiler, connection, template=template, **context)


def renew(spec: EntitySpec, wanted: Mapping[Rollup, Sequence[int]]) -> None:
    """Work out and store roll-ups of one entity, each for some records, in the transaction of what they follow from.

    The records are locked first, in order: of two writers the later one then sees what the earlier one wrote.
    """
    everyone = set().union(*wanted.values())
    if everyone:
        lock(spec, everyone)
        for rollup, ids in wanted.items():
            keep(spec, rollup.key, values(rollup, ids))


def values(rollup: Rollup, ids: Sequence[int]) -> dict[int, Any]:
    """The stored form of a roll-up by record; none when its condition speaks of what is there no more."""
    child = registry.spec(rollup.child)
    try:
        rows = children(rollup, child, ids)
    except Malformed:
        return {}
    found = _picked(rollup, child, rows) if rollup.ordered else _added(rollup, child, rows)
    kept = registry.spec(rollup.entity).fields[rollup.key]
    nothing = stored(rollup.nothing, kept)
    return {number: stored(found[number], kept) if number in found else nothing for number in ids}


def children(rollup: Rollup, child: EntitySpec, ids: Sequence[int]) -> Any:
    """The live records that count, each with its parent as `_p`."""
    link = child.fields[rollup.link]
    rows = child.model.live()
    if link.type.key == "anyreference":
        rows = rows.filter(**{f"{link.column}_entity": rollup.entity})
    at = F(f"{link.column}_id") if link.column and link.type.key == "reference" else column(link)
    rows = rows.annotate(_p=at).filter(_p__in=ids)
    if rollup.where:
        rows = rows.filter(to_q(parse(rollup.where, child, Actor.system()), Actor.system()))
    field = child.fields.get(rollup.field)
    if field is not None and field.type.key == "money" and field.column:
        # The worth of no amount is kept as 0.
        rows = rows.filter(Q(**{f"{field.column}__isnull": False}))
    return rows


def _added(rollup: Rollup, child: EntitySpec, rows: Any) -> dict[int, Any]:
    """Counts, sums, smallest, largest and average, by parent."""
    if rollup.function == "count":
        return dict(rows.values("_p").annotate(_v=Count("pk")).values_list("_p", "_v"))
    field = child.fields[rollup.field]
    if rollup.function in ("min", "max"):
        extreme = Min if rollup.function == "min" else Max
        return dict(rows.values("_p").annotate(_v=extreme(column(field))).values_list("_p", "_v"))
    totals = rows.values("_p").annotate(_v=Total(column(field)), _n=Count(column(field)))
    sums = {number: (total, many) for number, total, many in totals.values_list("_p", "_v", "_n")}
    if rollup.function == "sum":
        return {number: _unscaled(total, field) for number, (total, many) in sums.items() if many}
    return {number: _average(total, many, field) for number, (total, many) in sums.items() if many}


def _unscaled(total: Any, field: FieldSpec) -> Any:
    """A sum of stored whole numbers in the field's unit; none when it is too large to be stored."""
    if total is None or abs(total) > LARGEST:
        return None
    return Decimal(int(total)).scaleb(-field.places)


def _average(total: Any, many: int, field: FieldSpec) -> Any:
    whole = _unscaled(total, field)
    if whole is None:
        return None
    places = 2 if field.type.key in ("integer", "rating") else field.places
    return (whole / many).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _picked(rollup: Rollup, child: EntitySpec, rows: Any) -> dict[int, Any]:
    """The value of the first or last child that has one, by parent."""
    value = column(child.fields[rollup.field])
    by = column(child.fields[rollup.by]) if rollup.by else F("created_at")
    rows = rows.annotate(_v=value, _by=by).filter(_v__isnull=False, _by__isnull=False)
    if child.fields[rollup.field].type.key == "choice":
        rows = rows.exclude(_v="")
    order = ("-_by", "-pk") if rollup.function == "last" else ("_by", "pk")
    place = Window(RowNumber(), partition_by=[F("_p")], order_by=order)
    return dict(rows.annotate(_place=place).filter(_place=1).values_list("_p", "_v"))


def stored(value: Any, field: FieldSpec) -> Any:
    """A value as records keep it; money in the company's currency, with its worth."""
    if value is None:
        return None
    if field.type.key == "money":
        return [int(value), company().currency, int(value)]
    if field.type.key in ("integer", "duration", "rating"):
        return int(Decimal(value).to_integral_value(ROUND_HALF_UP))
    found = field.type.dump(value, field)
    return None if isinstance(found, int) and abs(found) > LARGEST else found
