"""Lists of records: keyset pages, capped counts, and the query shape that stays fast whatever the viewer sees.

Shapes (shared/field/scale.md E.4, E.5): ALL for those who see everything; TOP-N, which takes the first rows of each
index branch that makes rows visible and merges them, for sorts that have list indexes; WALK down the sort index with a
row-local predicate when a viewer's branches are too many; COLLECT, visible ids first, for every other sort.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import msgspec
from django.db import connection
from django.db.models import F, Q
from django.db.models.expressions import OrderBy, RawSQL
from django.utils.translation import gettext as _

from kith.engine import registry, searching
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition import Node, to_q
from kith.engine.errors import Malformed
from kith.engine.expressions import sort_column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.kernel.money import Money

MAX_BRANCHES = 300
CAP = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One listed record: id, version, and python values by column name."""

    id: int
    version: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows; `next` is the cursor of the following one."""

    rows: list[Row]
    next: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """One sort term: the annotated or real column, its direction, whether it can be missing."""

    name: str
    expression: Any
    descending: bool
    nullable: bool
    indexed: bool


@dataclass
class Listing:
    """A way to look at one entity's records: what, which, in which order. `where` is a parsed condition."""

    spec: EntitySpec
    actor: Actor
    fields: Sequence[str] = ()
    where: Node | None = None
    sort: Sequence[str] = ()
    text: str = ""
    extra: Q | None = None
    limit: int = 50
    verb: str = "read"
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        self.scope = Scope(self.spec.key, self.actor.access, self.verb)

    # ------------------------------------------------------------------ what is asked for

    @cached_property
    def terms(self) -> list[Term]:
        """Sort terms, resolved within rights. Raises UnknownField or Malformed."""
        return [self._term(word, number) for number, word in enumerate(self.sort or (self.spec.sort,))]

    def _term(self, word: str, number: int) -> Term:
        name = word.lstrip("-")
        descending = word.startswith("-")
        if name == "id":
            return Term("pk", F("pk"), descending, nullable=False, indexed=True)
        found = self.spec.resolve(name, self.actor)
        if not found.type.sortable:
            raise Malformed(_("Lists cannot be sorted by “%(field)s”.") % {"field": found.label})
        if found.type.key == "reference" and found.target and found.column:
            target = registry.spec(found.target)
            title = target.resolve(target.title, self.actor)
            path = f"{found.column}__{title.sort_column or title.column}"
            return Term(f"_s{number}", F(path), descending, nullable=True, indexed=False)
        nullable = found.custom or self._nullable(found)
        return Term(f"_s{number}", sort_column(found), descending, nullable, name in self.spec.indexed_sorts)

    def _nullable(self, found: FieldSpec) -> bool:
        return bool(self.spec.model._meta.get_field(found.sort_column or found.column).null)

    @cached_property
    def query(self) -> searching.Query | None:
        """The words asked for, if any."""
        return searching.query_of(self.text) if self.text.strip() else None

    @cached_property
    def found_ids(self) -> list[int] | None:
        """Ids that the words find when they are few; None when they are many or no words were given."""
        if self.query is None:
            return None
        if searching.hidden_words(self.spec, self.actor):
            with connection.cursor() as cursor:
                subquery = searching.matching(self.spec, self.query)
                cursor.execute(subquery.sql, subquery.params)
                candidates = [row[0] for row in cursor.fetchall()]
            return searching.honest(self.spec, self.query, candidates, self.actor)
        return searching.few(self.spec, self.query)

    @cached_property
    def residual(self) -> Q:
        """Everything but the reach: not in the trash, condition, words."""
        found = LIVE
        if self.where is not None:
            found &= to_q(self.where, self.actor)
        if self.extra is not None:
            found &= self.extra
        if self.query is not None:
            if not self.query.terms:
                return found & Q(pk__in=())
            ids = self.found_ids
            found &= Q(pk__in=ids) if ids is not None else Q(pk__in=searching.matching(self.spec, self.query))
        return found

    # ------------------------------------------------------------------ shapes

    def _ordered(self, rows: Any) -> Any:
        """Rows annotated and sorted; ids follow the direction of the first term, as the indexes do."""
        annotations = {term.name: term.expression for term in self.terms if term.name != "pk"}
        orders: list[Any] = []
        for term in self.terms:
            nulls = {"nulls_last": True} if term.descending else {"nulls_first": True}
            orders.append(OrderBy(F(term.name), descending=term.descending, **(nulls if term.nullable else {})))
        orders.append(OrderBy(F("pk"), descending=self.terms[0].descending))
        return rows.annotate(**annotations).order_by(*orders)

    def _after(self, cursor: str | None) -> Q:
        """Rows behind a cursor. The first bound is said twice so that the index is entered at the right place."""
        if not cursor:
            return Q()
        values, last = self._decode(cursor)
        found = Q()
        same = Q()
        for number, (term, value) in enumerate(zip(self.terms, values, strict=True)):
            beyond = self._beyond(term, value)
            if number == 0:
                found = beyond
            else:
                found |= same & beyond
            same &= Q(**{f"{term.name}__isnull": True}) if value is None else Q(**{term.name: value})
        way = "lt" if self.terms[0].descending else "gt"
        found |= same & Q(**{f"pk__{way}": last})
        first = self.terms[0]
        if not first.nullable:
            found &= Q(**{f"{first.name}__{'lte' if first.descending else 'gte'}": values[0]})
        return found

    @staticmethod
    def _beyond(term: Term, value: Any) -> Q:
        """What comes after a value: missing values are smaller than all others."""
        if value is None:
            return Q(pk__in=()) if term.descending else Q(**{f"{term.name}__isnull": False})
        found = Q(**{f"{term.name}__{'lt' if term.descending else 'gt'}": value})
        return found | Q(**{f"{term.name}__isnull": True}) if term.descending and term.nullable else found

    @cached_property
    def shape(self) -> str:
        """ALL, NOTHING, FOUND (by words), TOPN, WALK or COLLECT."""
        if self.scope.reach is Reach.NONE:
            return "NOTHING"
        if self.scope.rule is not None:
            return "WALK"
        if self.scope.reach is Reach.ALL:
            return "ALL"
        if self.query is not None and self.found_ids is not None:
            return "FOUND"
        if len(self.terms) == 1 and self.terms[0].indexed and self.terms[0].name != "pk":
            return "TOPN" if sum(len(ids) for _column, ids in self.scope.branches) <= MAX_BRANCHES else "WALK"
        return "COLLECT"

    def _base(self, cursor: str | None) -> Any:
        """The rows of one page as a queryset over the model, whatever the shape."""
        rows = self._ordered(self.spec.model.objects.filter(self.residual)).filter(self._after(cursor))
        if self.shape == "NOTHING":
            return rows.none()
        if self.shape in ("FOUND", "WALK"):
            return rows.filter(self.scope.predicate())
        if self.shape == "COLLECT":
            return rows.filter(pk__in=self._visible_ids())
        return rows

    def _visible_ids(self) -> RawSQL:
        """All ids in reach, each branch by its own index."""
        parts, params = [], []
        for column, ids in self.scope.branches:
            marks = ",".join(["%s"] * len(ids))
            parts.append(f'SELECT id FROM "{self.spec.table}" WHERE {column} IN ({marks}) AND deleted_at IS NULL')
            params.extend(ids)
        granted = self.scope.granted()
        if granted is not None:
            sql, values = granted.query.sql_with_params()
            parts.append(sql)
            params.extend(values)
        return RawSQL(" UNION ".join(parts) or "SELECT 0", params)

    def _top_ids(self, cursor: str | None) -> list[int]:
        """TOP-N: the first rows of each branch, merged by the database."""
        rows = self._ordered(self.spec.model.objects.filter(self.residual)).filter(self._after(cursor))
        names = ("pk", *(term.name for term in self.terms if term.name != "pk"))
        parts: list[str] = []
        params: list[Any] = []
        for column, ids in self.scope.branches:
            sql, values = rows.filter(**{column: SENTINEL}).values_list(*names)[: self.limit + 1].query.sql_with_params()
            place = [number for number, value in enumerate(values) if value == SENTINEL][0]
            for number in ids:
                parts.append(sql)
                params.extend((*values[:place], number, *values[place + 1 :]))
        granted = self.scope.granted()
        if granted is not None:
            sql, values = rows.filter(pk__in=granted).values_list(*names)[: self.limit + 1].query.sql_with_params()
            parts.append(sql)
            params.extend(values)
        orders = [
            f"{number} {'DESC' if term.descending else 'ASC'}{self._nulls(term)}"
            for number, term in enumerate(self.terms, start=2)
        ]
        orders.append(f"1 {'DESC' if self.terms[0].descending else 'ASC'}")
        union = " UNION ".join(f"SELECT * FROM ({part}) AS b{number}" for number, part in enumerate(parts))
        with connection.cursor() as db:
            db.execute(f"SELECT * FROM ({union}) AS u ORDER BY {', '.join(orders)} LIMIT {self.limit + 1}", params)
            return [row[0] for row in db.fetchall()]

    @staticmethod
    def _nulls(term: Term) -> str:
        if not term.nullable:
            return ""
        return " NULLS LAST" if term.descending else " NULLS FIRST"

    # ------------------------------------------------------------------ answers

    def page(self, cursor: str | None = None) -> Page:
        """One page after `cursor`. Raises Malformed for a cursor of another list."""
        if self.shape == "NOTHING":
            self._after(cursor)
            return Page([], None)
        names = self._columns()
        if self.shape == "TOPN":
            ids = self._top_ids(cursor)
            rows = self._ordered(self.spec.model.objects.filter(pk__in=ids)) if ids else ()
        else:
            rows = self._base(cursor)[: self.limit + 1]
        raw = list(rows.values_list(*names)) if rows != () else []
        more = len(raw) > self.limit
        raw = raw[: self.limit]
        following = self._encode(dict(zip(names, raw[-1], strict=True))) if more and raw else None
        return Page([self._row(dict(zip(names, item, strict=True))) for item in raw], following)

    def ids(self, limit: int) -> list[int]:
        """The first ids in order, at most `limit`."""
        if self.shape == "NOTHING":
            return []
        if self.shape == "TOPN":
            return Listing._top_ids(self._with(limit=limit - 1), None)
        return list(self._base(None).values_list("pk", flat=True)[:limit])

    def _with(self, **changes: Any) -> Listing:
        options = {
            "spec": self.spec, "actor": self.actor, "fields": self.fields, "where": self.where, "sort": self.sort,
            "text": self.text, "extra": self.extra, "limit": self.limit, "verb": self.verb,
        }  # fmt: skip
        return Listing(**{**options, **changes})

    def rows(self) -> Any:
        """All rows in reach as an unordered queryset, for aggregates and exports."""
        rows = self.spec.model.objects.filter(self.residual)
        if self.shape == "NOTHING":
            return rows.none()
        if self.shape == "ALL":
            return rows
        if self.shape == "FOUND" or self.scope.rule is not None:
            return rows.filter(self.scope.predicate())
        return rows.filter(pk__in=self._visible_ids())

    def count(self, cap: int | None = CAP) -> tuple[int, bool]:
        """How many rows there are, and whether that is exact; more than `cap` are not counted."""
        if self.shape == "NOTHING":
            return 0, True
        if cap is None:
            return self.rows().count(), True
        counted = self.rows().values_list("pk")[: cap + 1].count()
        return min(counted, cap), counted <= cap

    def _columns(self) -> tuple[str, ...]:
        """The database columns of a page: only what is shown."""
        found = ["pk", "version"]
        found += [term.name for term in self.terms if term.name != "pk"]
        for spec_field in self._fields:
            if spec_field.column is None:
                found.append("custom")
            elif spec_field.type.key == "reference":
                found.append(f"{spec_field.column}_id")
            elif spec_field.type.key == "money":
                found += [spec_field.column, f"{spec_field.column}_currency"]
            elif spec_field.type.key == "anyreference":
                found += [spec_field.column, f"{spec_field.column}_entity"]
            else:
                found.append(spec_field.column)
        return tuple(dict.fromkeys(found))

    @cached_property
    def _fields(self) -> list[FieldSpec]:
        return [self.spec.resolve(name, self.actor) for name in self.fields]

    def _row(self, raw: dict[str, Any]) -> Row:
        values: dict[str, Any] = {}
        for item in self._fields:
            kind = item.type.key
            if item.column is None:
                values[item.key] = item.type.load(raw["custom"].get(item.key), item)
            elif kind == "reference":
                values[item.key] = raw[f"{item.column}_id"]
            elif kind == "money":
                minor = raw[item.column]
                values[item.key] = None if minor is None else Money.from_minor(minor, raw[f"{item.column}_currency"])
            elif kind == "anyreference":
                number = raw[item.column]
                values[item.key] = None if number is None else (raw[f"{item.column}_entity"], number)
            else:
                values[item.key] = raw[item.column]
        return Row(raw["pk"], raw["version"], values)

    # ------------------------------------------------------------------ cursors

    def _encode(self, raw: dict[str, Any]) -> str:
        values = [_plain(raw[term.name]) for term in self.terms]
        packed = msgspec.json.encode([",".join(self.sort or (self.spec.sort,)), values, raw["pk"]])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def _decode(self, cursor: str) -> tuple[list[Any], int]:
        """The sort values and id of a cursor, checked against this list's sort."""
        wrong = Malformed(_("This is no position in this list. Start again from its beginning."))
        try:
            packed = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
            sort, values, last = msgspec.json.decode(packed, type=tuple[str, list[Any], int])
        except (ValueError, binascii.Error, msgspec.DecodeError) as error:
            raise wrong from error
        if sort != ",".join(self.sort or (self.spec.sort,)) or len(values) != len(self.terms) or not 0 <= last < 2**63:
            raise wrong
        try:
            return [_unplain(value) for value in values], last
        except (ValueError, TypeError, KeyError, ArithmeticError) as error:
            raise wrong from error


SENTINEL = -(2**62) + 20_261_121


def _plain(value: Any) -> Any:
    """A sort value as JSON that says its type."""
    if isinstance(value, dt.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    if isinstance(value, dt.time):
        return {"m": value.isoformat()}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    return value


def _unplain(value: Any) -> Any:
    if not isinstance(value, dict):
        if not isinstance(value, str | int | bool | None) or (isinstance(value, str) and "\0" in value):
            raise TypeError(value)
        if isinstance(value, int) and abs(value) >= 2**63:
            raise ValueError(value)
        return value
    ((kind, text),) = value.items()
    readers = {"t": dt.datetime.fromisoformat, "d": dt.date.fromisoformat, "m": dt.time.fromisoformat, "n": Decimal}
    return readers[kind](text)


