"""Database back end. Negations are pushed down to the leaves and each leaf says what it means for a missing value,
so that SQL's third truth value never decides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models import lookups as look
from django.db.models.expressions import RawSQL

from kith.engine.actor import Actor
from kith.engine.condition.nodes import AllOf, AnyOf, FieldValue, Leaf, Node, Not, Related
from kith.engine.expressions import ListEmpty, ListHas, Lowered, Position, column, stored
from kith.engine.fieldtypes import FieldSpec
from kith.engine.record import LIVE
from kith.engine.scope import Scope

NEVER = Q(pk__in=())
COMPARE: dict[str, Any] = {
    "gt": look.GreaterThan,
    "gte": look.GreaterThanOrEqual,
    "lt": look.LessThan,
    "lte": look.LessThanOrEqual,
}
NEGATED = {"is_not": "is", "not_in": "in", "not_empty": "empty", "not_within": "within"}
LISTS = ("multichoice", "tags", "references")


def to_q(node: Node, actor: Actor) -> Q:
    """The Django filter of a condition; related records count only as far as `actor` may see them."""
    return _compile(node, actor, True)


def several(node: Node | None) -> Iterator[tuple[FieldSpec, list[Any]]]:
    """The fields of which every record that is meant has one of several values, with these."""
    if isinstance(node, AllOf):
        for part in node.parts:
            yield from several(part)
    elif isinstance(node, Leaf) and node.op == "in" and node.field.type.key not in LISTS:
        values = [item for item in stored(node.field, node.value) if item is not None]
        if len(values) > 1:
            yield node.field, values


def _compile(node: Node, actor: Actor, positive: bool) -> Q:
    match node:
        case Not(part):
            return _compile(part, actor, not positive)
        case AllOf(parts) | AnyOf(parts):
            conjunction = isinstance(node, AllOf) == positive
            return _join([_compile(part, actor, positive) for part in parts], conjunction)
        case Related():
            found = _related(node, actor)
            return found if positive == node.some else ~found
        case Leaf(op=op) if op in NEGATED:
            return _leaf(Leaf(node.field, NEGATED[op], node.value), not positive)
        case Leaf():
            return _leaf(node, positive)
    raise TypeError(node)


def _join(parts: list[Q], conjunction: bool) -> Q:
    """Parts combined; an empty conjunction is true, an empty disjunction false."""
    if not parts:
        return Q() if conjunction else NEVER
    if not conjunction and any(part == Q() for part in parts):
        return Q()
    found = parts[0]
    for part in parts[1:]:
        found = (found & part) if conjunction else (found | part)
    return found


def _related(node: Related, actor: Actor) -> Q:
    """Records that link here are probed for each row by their index, so that a page ends when it is full; a list of
    their ids would be made whole first (0.3 s at 100,000). The few records that a link leads to are such a list."""
    rows = node.spec.model.objects.filter(
        LIVE, Scope(node.spec.key, actor.access).predicate(), to_q(node.part, actor)
    )
    link, name = node.link, str(node.link.column)
    if link.type.key == "references":
        return _by_several(node, rows)
    if link.custom:
        return _by_custom_link(node, rows)
    if node.forward:
        return Q(**{f"{name}__isnull": False, f"{name}__in": rows.values("pk")})
    if link.type.key == "anyreference":
        return Q(Exists(rows.filter(**{f"{name}_entity": node.here, name: OuterRef("pk")})))
    if leads_an_index(node.spec.model, name):
        return Q(Exists(rows.filter(**{name: OuterRef("pk")})))
    return Q(pk__in=rows.filter(**{f"{name}__isnull": False}).values(name))


def _by_custom_link(node: Related, rows: Any) -> Q:
    """Custom links have an index too, by which each row is probed."""
    if node.forward:
        return Q(look.IsNull(column(node.link), False)) & Q(look.In(column(node.link), rows.values("pk")))
    return Q(Exists(rows.annotate(_link=column(node.link)).filter(_link=OuterRef("pk"))))


def _by_several(node: Related, rows: Any) -> Q:
    """Links to several records are read as one list of ids."""
    try:
        ids, params = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return NEVER
    key, text = node.link.key, connection.vendor == "postgresql"
    said = (
        f't."{node.link.column}"' if node.link.column else f"t.\"custom\" -> '{key if text else f'$.{key}'}'"
    )
    each = f"jsonb_array_elements_text({said}) AS m(value)" if text else f"json_each({said}) AS m"
    sql = f'SELECT CAST(m.value AS bigint) FROM "{node.spec.table}" AS t, {each} WHERE t."id" IN ({ids})'
    return Q(pk__in=RawSQL(sql, params))


@lru_cache(maxsize=1_000)
def leads_an_index(model: Any, name: str) -> bool:
    """Whether rows are found by this column without reading the table."""
    if model._meta.get_field(name).db_index:
        return True
    return any(index.fields and index.fields[0].lstrip("-") == name for index in model._meta.indexes)


def _leaf(leaf: Leaf, positive: bool) -> Q:
    """One comparison; negated it also holds for a missing value."""
    if leaf.op == "empty":
        return _empty(leaf.field, positive)
    found = _positive(leaf)
    if positive:
        return found
    sides = [_missing(leaf.field)]
    if isinstance(leaf.value, FieldValue):
        sides.append(_missing(leaf.value.field))
    return _join([*sides, ~found], False)


def _missing(field: FieldSpec) -> Q:
    if field.type.key == "money" and not field.custom:
        return Q(**{f"{field.column}__isnull": True})
    return Q(look.IsNull(column(field), True))


def _empty(field: FieldSpec, positive: bool) -> Q:
    if field.type.key in LISTS:
        found = Q(ListEmpty(column(field)))
    elif isinstance(field.type.empty(""), bool) and _is_text(field):
        found = _missing(field) | Q(look.Exact(column(field), Value("")))
    else:
        found = _missing(field)
    return found if positive else ~found if field.type.key in LISTS else _present(field)


def _present(field: FieldSpec) -> Q:
    found = (
        ~_missing(field)
        if field.type.key == "money" and not field.custom
        else Q(look.IsNull(column(field), False))
    )
    return found & ~Q(look.Exact(column(field), Value(""))) if _is_text(field) else found


def _is_text(field: FieldSpec) -> bool:
    return field.type.schema(field).get("type") == "string" and field.type.key not in (
        "date",
        "datetime",
        "time",
        "decimal",
        "percent",
    )


def _positive(leaf: Leaf) -> Q:
    """The comparison for values that are there."""
    field, value = leaf.field, stored(leaf.field, leaf.value)
    side = column(field)
    if field.type.key in LISTS:
        return Q(ListHas(side, value))
    present = _present_money(field)
    other = column(value.field) if isinstance(value, FieldValue) else value
    if isinstance(value, FieldValue):
        present &= _present_money(value.field)
    if leaf.op in ("contains", "starts"):
        where = Position(
            Lowered(side), Value(str(other).lower()) if isinstance(other, str) else Lowered(other)
        )
        return Q(look.Exact(where, 1)) if leaf.op == "starts" else Q(look.GreaterThan(where, 0))
    if leaf.op == "is":
        return present & _equal(field, other)
    if leaf.op == "in":
        known = [item for item in value if item is not None]
        return present & (Q(look.In(side, known)) if known else NEVER)
    if leaf.op == "between":
        return present & Q(look.GreaterThanOrEqual(side, value[0])) & Q(look.LessThanOrEqual(side, value[1]))
    if leaf.op == "within":
        return Q(look.GreaterThanOrEqual(side, value[0])) & Q(look.LessThan(side, value[1]))
    return present & Q(COMPARE[leaf.op](side, other))


def _equal(field: FieldSpec, value: Any) -> Q:
    """Equality; of yes and no as partial indexes say it."""
    if isinstance(value, bool) and not field.custom:
        return Q(**{str(field.column): value})
    return NEVER if value is None else Q(look.Exact(column(field), value))


def _present_money(field: FieldSpec) -> Q:
    """A missing amount is worth 0 in its base column, which must not count as 0."""
    if field.type.key == "money" and not field.custom:
        return Q(**{f"{field.column}__isnull": False})
    return Q()
