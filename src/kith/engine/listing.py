"""Lists of records: keyset pages, capped counts, and the query shape that stays fast whatever the viewer sees.

Shapes (shared/field/scale.md E.4, E.5): ALL for those who see everything; FOUND when words were searched and found few
records; TOPN, which takes the first rows of each index branch that makes rows visible and merges them, for sorts that
have list indexes; WALK down the sort index with a row-local predicate when a viewer has too many branches; COLLECT,
visible ids first, for every other sort.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models import lookups as look
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from kith.engine import cursors, registry, searching
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition import Node, to_q
from kith.engine.errors import Malformed
from kith.engine.expressions import column as column_of
from kith.engine.expressions import sort_column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.selecting import Order, Sql, Table, among
from kith.engine.spec import EntitySpec
from kith.kernel.money import Money
from kith.kernel.search import Query

MAX_BRANCHES = 300
MAX_WORD_BRANCHES = 20
CAP = 1_000
NEWEST = "-created_at"


@dataclass(frozen=True, slots=True)
class Row:
    """One listed record: id, version, and python values by field name."""

    id: int
    version: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows; `next` is the cursor of the following one."""

    rows: list[Row]
    next: str | None


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as the driver gave it: rows of values by column name, "id" and "version" first."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """One sort term: its expression, direction, whether it can be missing, whether list indexes serve it."""

    expression: Any
    descending: bool
    nullable: bool
    indexed: bool
    column: str = ""


@dataclass
class Listing:
    """A way to look at one entity's records: what, which, in which order. `where` is a parsed condition, `extra` a
    further filter of the caller's own code. Field names are resolved within the actor's rights."""

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
    def table(self) -> Table:
        """The select frame."""
        return Table(self.spec.model)

    @cached_property
    def sorting(self) -> str:
        """The sort as text, by which cursors know their list. What words find in great numbers comes newest first
        unless asked otherwise: words and names go together, a walk by name could find all of them at its end."""
        usual = self.spec.sort
        if not self.sort and self.query is not None and "created_at" in self.spec.indexed_sorts:
            usual = NEWEST if self.found_ids is None else usual
        return ",".join(self.sort or (usual,))

    @cached_property
    def terms(self) -> list[Term]:
        """Sort terms. Raises UnknownField or Malformed."""
        return [self._term(word) for word in self.sorting.split(",")]

    def _term(self, word: str) -> Term:
        name = word.lstrip("-")
        descending = word.startswith("-")
        if name == "id":
            return Term(F("pk"), descending, nullable=False, indexed=False, column="id")
        found = self.spec.resolve(name, self.actor)
        if not found.type.sortable:
            raise Malformed(_("Lists cannot be sorted by “%(field)s”.") % {"field": found.label})
        if found.type.key == "reference" and found.target and found.column:
            return Term(self._title_of(found), descending, nullable=True, indexed=False)
        column = found.sort_column or found.column
        nullable = column is None or bool(self.spec.model._meta.get_field(column).null)
        indexed = name in self.spec.indexed_sorts
        return Term(sort_column(found), descending, nullable, indexed, "" if column is None else column)

    def _title_of(self, link: FieldSpec) -> Any:
        """Records sort by a link through the linked record's name."""
        target = registry.spec(str(link.target))
        title = target.resolve(target.title, self.actor)
        rows = target.model.objects.filter(pk=OuterRef(f"{link.column}_id"))
        return Subquery(rows.values(title.sort_column or title.column)[:1])

    @cached_property
    def query(self) -> Query | None:
        """The words asked for, if any."""
        return searching.query_of(self.text) if self.text.strip() else None

    @cached_property
    def found_ids(self) -> list[int] | None:
        """Ids that the words find when they are few; None when they are many or no words were given."""
        if self.query is None:
            return None
        if not self.query.terms:
            return []
        if searching.hidden_words(self.spec, self.actor):
            return searching.honest(self.spec, self.query, self.actor)
        return searching.few(self.spec, self.query)

    @cached_property
    def residual(self) -> Q:
        """Everything but reach and words: not in the trash, condition, the caller's own filter."""
        found = LIVE
        if self.where is not None:
            found &= to_q(self.where, self.actor)
        if self.extra is not None:
            found &= self.extra
        return found

    # ------------------------------------------------------------------ shapes

    @cached_property
    def shape(self) -> str:
        """NOTHING, FOUND, ALL, TOPN, WALK or COLLECT."""
        if self.scope.reach is Reach.NONE:
            return "NOTHING"
        if self.query is not None and self.found_ids is not None:
            return "FOUND"
        if self.scope.rule is not None:
            return "WALK"
        if self.scope.reach is Reach.ALL:
            return "ALL"
        if len(self.terms) == 1 and self.terms[0].indexed:
            most = MAX_BRANCHES if self.query is None else MAX_WORD_BRANCHES
            return "TOPN" if sum(len(ids) for _column, ids in self.scope.branches) <= most else "WALK"
        return "COLLECT"

    @cached_property
    def orders(self) -> list[Order]:
        """ORDER BY terms; ids follow the direction of the first term, as the list indexes do."""
        found = [
            Order(*self.table.expression(term.expression), term.descending, term.nullable)
            for term in self.terms
        ]
        return [*found, Order(f'{self.table.name}."id"', (), self.terms[0].descending, nullable=False)]

    def _order_by(self) -> Sql:
        text = ", ".join(order.text(order.sql) for order in self.orders)
        return text, tuple(value for order in self.orders for value in order.params)

    def _where(self, cursor: str | None) -> Sql:
        """Everything but the reach, as SQL."""
        sql, params = self.table.where(self.residual & self._after(cursor))
        if self.query is not None:
            words = self._words()
            return f"{sql} AND {words[0]}", (*params, *words[1])
        return sql, params

    def _words(self) -> Sql:
        """The words as SQL: ids when they are few, else a look into each walked row's document."""
        name = f'{self.table.name}."id"'
        if self.found_ids is not None:
            return among(name, self.found_ids)
        if self.query is None:
            return "1=1", ()
        return searching.row_matches(self.spec, self.query, name, walk=self.sorting == NEWEST)

    def _after(self, cursor: str | None) -> Q:
        """Rows behind a cursor. The first bound is said twice so that the index is entered at the right place."""
        if not cursor:
            return Q()
        said, last = cursors.decode(cursor, self.sorting, len(self.terms))
        values = [self._stored(term, value) for term, value in zip(self.terms, said, strict=True)]
        found, same = Q(pk__in=()), Q()
        for term, value in zip(self.terms, values, strict=True):
            found |= same & self._beyond(term, value)
            same &= Q(
                look.IsNull(term.expression, True) if value is None else look.Exact(term.expression, value)
            )
        found |= same & Q(**{f"pk__{'lt' if self.terms[0].descending else 'gt'}": last})
        first = self.terms[0]
        if not first.nullable:
            bound = look.LessThanOrEqual if first.descending else look.GreaterThanOrEqual
            found &= Q(bound(first.expression, values[0]))
        return found

    def _stored(self, term: Term, value: Any) -> Any:
        """A cursor's value as the column holds it: exact decimals are whole numbers there."""
        if isinstance(value, Decimal) and term.column:
            return self.spec.model._meta.get_field(term.column).get_prep_value(value)
        return value

    @staticmethod
    def _beyond(term: Term, value: Any) -> Q:
        """What comes after a value: missing values are smaller than all others."""
        if value is None:
            return Q(pk__in=()) if term.descending else Q(look.IsNull(term.expression, False))
        found = Q((look.LessThan if term.descending else look.GreaterThan)(term.expression, value))
        return found | Q(look.IsNull(term.expression, True)) if term.descending and term.nullable else found

    def _reach(self) -> Sql:
        """The reach as SQL, for the shapes that state it as a condition."""
        if self.scope.reach is Reach.ALL and self.scope.rule is None:
            return "1=1", ()
        if self.shape == "COLLECT":
            ids = self._visible_ids()
            return f'{self.table.name}."id" IN ({ids.sql})', tuple(ids.params)
        return self.table.where(self.scope.predicate())

    def _visible_ids(self) -> RawSQL:
        """All ids in reach, each branch by its own index."""
        parts: list[str] = []
        params: list[Any] = []
        for column, ids in self.scope.branches:
            marks = ",".join(["%s"] * len(ids))
            parts.append(
                f"SELECT id FROM {self.table.name} WHERE {column} IN ({marks}) AND deleted_at IS NULL"
            )
            params.extend(ids)
        granted = self.scope.shared
        if granted is not None:
            sql, values = granted
            parts.append(sql)
            params.extend(values)
        return RawSQL(" UNION ".join(parts) or "SELECT 0", params)

    def _rest(self, where: Sql) -> Sql:
        """Everything behind FROM for one page of what `where` says."""
        order = self._order_by()
        if self.shape == "TOPN" and self._only is not None:
            column, (number,) = self._only
            text = f'WHERE {where[0]} AND {self.table.name}."{column}" = {number:d} ORDER BY {order[0]}'
            return f"{text} LIMIT {self.limit + 1}", (*where[1], *order[1])
        if self.shape == "TOPN":
            top = self._top(where)
            return f"WHERE {top[0]} ORDER BY {order[0]}", (*top[1], *order[1])
        reach = self._reach()
        text = f"WHERE {where[0]} AND {reach[0]} ORDER BY {order[0]} LIMIT {self.limit + 1}"
        return text, (*where[1], *reach[1], *order[1])

    @cached_property
    def _only(self) -> tuple[str, tuple[int, ...]] | None:
        """The one column and id that make rows visible, when there is only one: the usual seller."""
        branches = self.scope.branches
        one = len(branches) == 1 and len(branches[0][1]) == 1 and self.scope.shared is None
        return branches[0] if one else None

    def _top(self, where: Sql) -> Sql:
        """TOPN: the first rows of each branch, merged, as a condition on the id."""
        name, order = self.table.name, self._order_by()
        selected = ", ".join(
            [f'{name}."id" AS i', *(f"{item.sql} AS s{n}" for n, item in enumerate(self.orders[:-1]))]
        )
        values = tuple(value for item in self.orders[:-1] for value in item.params)
        branch = f"SELECT {selected} FROM {name} WHERE {where[0]} AND %s ORDER BY {order[0]} LIMIT {self.limit + 1}"
        parts: list[str] = []
        params: list[Any] = []
        for column, ids in self.scope.branches:
            for number in ids:
                parts.append(
                    branch.replace(" AND %s ORDER BY", f' AND {name}."{column}" = {number:d} ORDER BY')
                )
                params.extend((*values, *where[1], *order[1]))
        granted = self.scope.shared
        if granted is not None:
            sql, shared = granted
            parts.append(branch.replace(" AND %s ORDER BY", f' AND {name}."id" IN ({sql}) ORDER BY'))
            params.extend((*values, *where[1], *shared, *order[1]))
        outer = ", ".join(
            [*(item.text(f"s{n}") for n, item in enumerate(self.orders[:-1])), self.orders[-1].text("i")]
        )
        union = " UNION ".join(f"SELECT * FROM ({part}) AS b{number}" for number, part in enumerate(parts))
        if not parts:
            return "1=0", ()
        return (
            f'{name}."id" IN (SELECT i FROM ({union}) AS u ORDER BY {outer} LIMIT {self.limit + 1})',
            tuple(params),
        )

    # ------------------------------------------------------------------ answers

    def page(self, cursor: str | None = None) -> Page:
        """One page after `cursor`. Raises Malformed for a cursor of another list."""
        self._follow(cursor)
        fields = [self.spec.resolve(name, self.actor) for name in self.fields]
        if self.shape == "NOTHING":
            self._after(cursor)
            return Page([], None)
        names = self._columns(fields)
        raw = self.table.rows(names, self._sorted_by(), self._rest(self._where(cursor)))
        more = len(raw) > self.limit
        raw = raw[: self.limit]
        following = cursors.encode(self.sorting, raw[-1][len(names) :], raw[-1][0]) if more else None
        readers = [_reader(item, names) for item in fields]
        rows = [Row(row[0], row[1], {key: read(row) for key, read in readers}) for row in raw]
        return Page(rows, following)

    def raw_page(self, cursor: str | None = None) -> RawPage:
        """The same page with values as columns hold them, for shells that turn them into JSON themselves."""
        self._follow(cursor)
        fields = [self.spec.resolve(name, self.actor) for name in self.fields]
        names = self._columns(fields)
        if self.shape == "NOTHING":
            self._after(cursor)
            return RawPage(names, [], None)
        raw = self.table.raw(names, self._sorted_by(), self._rest(self._where(cursor)))
        if len(raw) <= self.limit:
            return RawPage(names, raw, None)
        last = raw[self.limit - 1]
        values = self.table.converted([term.expression for term in self.terms], last[len(names) :])
        return RawPage(names, raw[: self.limit], cursors.encode(self.sorting, values, last[0]))

    def _follow(self, cursor: str | None) -> None:
        """Further pages keep the order of the first one, whether its words still find few or by now many."""
        if cursor and not self.sort and self.query is not None:
            said = cursors.sort_of(cursor)
            self.sort = (said,) if said in (NEWEST, self.spec.sort) else ()

    def _sorted_by(self) -> list[tuple[Any, Sql]]:
        """The sort terms as columns behind the page's own."""
        return [
            (term.expression, (order.sql, order.params))
            for term, order in zip(self.terms, self.orders, strict=False)
        ]

    def lanes(self, field: FieldSpec, values: Sequence[Any]) -> list[list[Row]]:
        """The first rows for each value of a field (the columns of a board), in one statement."""
        if self.shape == "NOTHING":
            return [[] for _value in values]
        fields = [self.spec.resolve(name, self.actor) for name in self.fields]
        names = self._columns(fields)
        sql, params = self._where(None)
        lane = self.table.expression(column_of(field))
        found = [self._rest((f"{sql} AND {lane[0]} = %s", (*params, *lane[1], value))) for value in values]
        readers = [_reader(item, names) for item in fields]
        return [
            [Row(row[0], row[1], {key: read(row) for key, read in readers}) for row in rows[: self.limit]]
            for rows in self.table.lanes(names, found)
        ]

    def ids(self, limit: int) -> list[int]:
        """The first ids in order, at most `limit`."""
        if self.shape == "NOTHING":
            return []
        short = replace(self, fields=(), limit=limit)
        return [row.id for row in short.page().rows]

    def walk(self, size: int = 2_000) -> Iterator[list[Row]]:
        """All rows in reach in the order of their ids, in chunks: the memory of one chunk, the time of one pass.

        Each chunk is what is there when it is read. Other sorts than by id are not asked for here.
        """
        fields = [self.spec.resolve(name, self.actor) for name in self.fields]
        names = self._columns(fields)
        readers = [_reader(item, names) for item in fields]
        last = 0
        while self.shape != "NOTHING":
            raw = self.table.rows(names, (), self._chunk(last, size))
            if raw:
                yield [Row(row[0], row[1], {key: read(row) for key, read in readers}) for row in raw]
                last = raw[-1][0]
            if len(raw) < size:
                return

    def _chunk(self, last: int, size: int) -> Sql:
        """Everything behind FROM for the rows behind an id; SQLite is kept from gathering by other indexes."""
        where, name = self._where(None), self.table.name
        reach = self.table.where(self.scope.predicate())
        head = "NOT INDEXED " if connection.vendor == "sqlite" else ""
        text = f'{head}WHERE {name}."id" > {last:d} AND {where[0]} AND {reach[0]} ORDER BY {name}."id" LIMIT {size:d}'
        return text, (*where[1], *reach[1])

    def rows(self) -> Any:
        """All rows in reach as an unordered queryset, for aggregates and exports."""
        rows = self.spec.model.objects.filter(self.residual)
        if self.shape == "NOTHING":
            return rows.none()
        if self.query is not None:
            ids = self.found_ids
            rows = rows.filter(pk__in=ids if ids is not None else searching.matching(self.spec, self.query))
        if self.scope.rule is not None or self.shape == "FOUND":
            return rows.filter(self.scope.predicate())
        if self.scope.reach is Reach.ALL:
            return rows
        if self._only is not None:
            column, (number,) = self._only
            return rows.filter(**{column: number})
        return rows.filter(pk__in=self._visible_ids())

    def count(self, cap: int | None = CAP, known: int = 0) -> tuple[int, bool]:
        """How many rows there are, and whether that is exact; more than `cap` are not counted.

        Words that find very many records are not counted within a reach either: the answer is then `known`, what the
        caller has seen of them.
        """
        if self.shape == "NOTHING":
            return 0, True
        if known and self.query is not None and self.found_ids is None:
            return known, False
        limit = "" if cap is None else f" LIMIT {cap + 1}"
        select = f"SELECT {self.table.name}.id FROM {self.table.name} WHERE"
        parts = [(f"{select} {sql}{limit}", params) for sql, params in self._parts()]
        union = " UNION ".join(
            f"SELECT * FROM ({sql}) AS p{number}" for number, (sql, _params) in enumerate(parts)
        )
        given = [value for _sql, values in parts for value in values]
        counted = self.table.scalar(f"SELECT count(*) FROM ({union}{limit}) AS c", given) if parts else 0
        return (counted, True) if cap is None else (min(counted, cap), counted <= cap)

    def _parts(self) -> list[Sql]:
        """The rows in reach as conditions that each use one index; together they are all of them."""
        sql, params = self._where(None)
        if self.scope.rule is not None or self.scope.reach is Reach.ALL or self.shape == "FOUND":
            reach = self._reach()
            return [(f"{sql} AND {reach[0]}", (*params, *reach[1]))]
        found = []
        for column, ids in self.scope.branches:
            marks = ",".join(["%s"] * len(ids))
            found.append((f'{sql} AND {self.table.name}."{column}" IN ({marks})', (*params, *ids)))
        granted = self.scope.shared
        if granted is not None:
            inner, values = granted
            found.append((f'{sql} AND {self.table.name}."id" IN ({inner})', (*params, *values)))
        return found

    def _columns(self, fields: Sequence[FieldSpec]) -> tuple[str, ...]:
        """The model columns of a page, id and version first: only what is shown."""
        found = ["id", "version"]
        for item in fields:
            if item.column is None:
                found.append("custom")
                continue
            found.append(item.column)
            if item.type.key == "money":
                found.append(f"{item.column}_currency")
            if item.type.key == "anyreference":
                found.append(f"{item.column}_entity")
        return tuple(dict.fromkeys(found))


def _reader(item: FieldSpec, names: tuple[str, ...]) -> tuple[str, Any]:
    """How to take a field's python value from a raw row."""
    if item.column is None:
        place, key, load = names.index("custom"), item.key, item.type.load
        return key, lambda row: load(row[place].get(key), item)
    place = names.index(item.column)
    if item.type.key == "money":
        other = names.index(f"{item.column}_currency")
        return item.key, lambda row: None if row[place] is None else Money.from_minor(row[place], row[other])
    if item.type.key == "anyreference":
        other = names.index(f"{item.column}_entity")
        return item.key, lambda row: None if row[place] is None else (row[other], row[place])
    return item.key, lambda row: row[place]
