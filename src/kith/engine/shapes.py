"""The statement behind a list: what is asked for, and the query shape that stays fast whatever the viewer sees.

Shapes (shared/field/scale.md E.4, E.5): ALL for those who see everything; FOUND when few records can be meant, by words
or by ids; TOPN, which takes the first rows of each index branch that makes rows visible and merges them, for sorts that
have list indexes; WALK down the sort index with a row-local predicate when a viewer has too many branches; COLLECT,
visible ids first, for every other sort.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models import lookups as look
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext as _

from kith.engine import cursors, registry, searching
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition import Node, several, to_q
from kith.engine.errors import Malformed
from kith.engine.expressions import Place, Word, sort_column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.masking import Masked, clear
from kith.engine.keyed import CustomValue
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.selecting import Order, Sql, Table, among
from kith.engine.spec import EntitySpec
from kith.engine.terms import Term
from kith.engine.unforeseen import Walked
from kith.kernel.search import Query

MAX_BRANCHES = 300
MAX_WORD_BRANCHES = 20
NEWEST = "-created_at"
GIVEN = "given"


@dataclass
class Shape:
    """A way to look at one entity's records: what, which, in which order. `where` is a parsed condition, `extra` a
    further filter of the caller's own code, `only` the ids that alone are meant, in this order unless another is asked
    for. Field names are resolved within the actor's rights."""

    spec: EntitySpec
    actor: Actor
    fields: Sequence[str] = ()
    where: Node | None = None
    sort: Sequence[str] = ()
    text: str = ""
    extra: Q | None = None
    only: Sequence[int] | None = None
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
        usual = self.spec.sort if self.only is None else GIVEN
        if (
            self.only is None
            and not self.sort
            and self.query is not None
            and "created_at" in self.spec.indexed_sorts
        ):
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
        if name == GIVEN and self.only is not None:
            return Term(Place(self.only), descending, nullable=False, indexed=False)
        found = self.spec.resolve(name, self.actor)
        if not found.type.sortable:
            raise Malformed(_("Lists cannot be sorted by “%(field)s”.") % {"field": found.label})
        if found.type.key == "reference" and found.target:
            return Term(self._title_of(found), descending, nullable=True, indexed=False)
        column = found.sort_column or found.column
        nullable = column is None or bool(self.spec.model._meta.get_field(column).null)
        indexed = name in self.spec.indexed_sorts
        return Term(sort_column(found), descending, nullable, indexed, "" if column is None else column)

    def _title_of(self, link: FieldSpec) -> Any:
        """Records sort by a link through the linked record's name, as far as the reader sees that record: an order, and
        the cursor that says it, would give names away. Who sees none of them sorts by number."""
        target = registry.spec(str(link.target))
        title, scope = target.resolve(target.title, self.actor), Scope(target.key, self.actor.access)
        if scope.reach is Reach.NONE:
            return F(f"{link.column}_id") if link.column else sort_column(link)
        at = OuterRef(f"{link.column}_id") if link.column else CustomValue(link, OuterRef("custom"))
        rows = target.model.objects.filter(LIVE, scope.predicate(), pk=at)
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
        if searching.hidden_words(self.spec, self.actor, self.text):
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
        if self.only is not None:
            found &= Q(pk__in=self.only)
        return found

    # ------------------------------------------------------------------ shapes

    @cached_property
    def shape(self) -> str:
        """NOTHING, FOUND, ALL, TOPN, WALK or COLLECT."""
        if self.scope.reach is Reach.NONE:
            return "NOTHING"
        if self.only is not None or (self.query is not None and self.found_ids is not None):
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
            self.table.order(term.expression, descending=term.descending, nullable=term.nullable)
            for term in self.terms
        ]
        return [*found, Order(f'{self.table.name}."id"', (), self.terms[0].descending, nullable=False)]

    def _order_by(self) -> Sql:
        text = ", ".join(order.text(order.sql) for order in self.orders)
        return text, tuple(value for order in self.orders for value in order.params)

    def _where(self, cursor: str | None) -> Sql:
        """Everything but the reach, as SQL."""
        sql, params = self.table.where(self._walked(self.residual & self._after(cursor)))
        if self.query is not None:
            words = self._words()
            return f"{sql} AND {words[0]}", (*params, *words[1])
        return sql, params

    def _walked(self, condition: Q) -> Q:
        """A condition on rows that are found by walking down a list index."""
        if connection.vendor == "sqlite" or self.shape != "TOPN":
            return condition
        term = self.terms[0]
        model = self.spec.model._meta
        field = model.get_field(term.column) if term.column else term.expression.output_field
        return Walked(term.expression, field, term.column).hidden(condition)

    def _words(self) -> Sql:
        """The words as SQL: ids when they are few, else a look into each walked row's document."""
        name = f'{self.table.name}."id"'
        if self.found_ids is not None:
            return among(name, self.found_ids)
        if self.query is None:
            return "1=1", ()
        return searching.row_matches(self.spec, self.query, name, walk=self.sorting == NEWEST)

    def _after(self, cursor: str | None) -> Q:
        """Rows behind a cursor. The first bound is said twice so that the index is entered at the right place; going
        down, rows without a value come last and are asked for by themselves (`_valueless`)."""
        if not cursor:
            return self._first()
        said, last = cursors.decode(cursor, self.sorting, len(self.terms))
        values = [self._stored(term, value) for term, value in zip(self.terms, said, strict=True)]
        found, same = Q(pk__in=()), Q()
        for term, value in zip(self.terms, values, strict=True):
            found |= same & term.beyond(value, further=bool(same))
            same &= Q(
                look.IsNull(term.expression, True) if value is None else look.Exact(term.expression, value)
            )
        found |= same & Q(**{f"pk__{'lt' if self.terms[0].descending else 'gt'}": last})
        first = self.terms[0]
        if values[0] is not None:
            bound = look.LessThanOrEqual if first.descending else look.GreaterThanOrEqual
            found &= Q(bound(first.expression, values[0]))
        return found

    def _valueless(self, cursor: str | None) -> Sql | None:
        """What follows, going down, when the values behind a cursor are at their end: the rows without one."""
        first = self.terms[0]
        if not cursor or not (first.descending and first.nullable):
            return None
        if cursors.decode(cursor, self.sorting, len(self.terms))[0][0] is None:
            return None
        sql, params = self._where(None)
        empty = self.table.where(Q(look.IsNull(first.expression, True)))
        return f"{sql} AND {empty[0]}", (*params, *empty[1])

    def _first(self) -> Q:
        """Where a list begins that is filtered by several values of the field by which it is sorted. SQLite takes one
        value after the other from an index; PostgreSQL sorts what it finds so, unless it is told where to enter."""
        if connection.vendor == "sqlite":
            return Q()
        name = self.sorting.split(",")[0].lstrip("-")
        found = next(((field, said) for field, said in several(self.where) if field.key == name), None)
        first = self.terms[0] if found else None
        if found is None or first is None or found[0].sort_column or isinstance(first.expression, Subquery):
            return Q()
        bound = look.LessThanOrEqual if first.descending else look.GreaterThanOrEqual
        return Q(bound(first.expression, _end(*found, descending=first.descending)))

    def _stored(self, term: Term, value: Any) -> Any:
        """A cursor's value as the column holds it: exact decimals are whole numbers there."""
        if isinstance(value, Decimal) and term.column:
            return self.spec.model._meta.get_field(term.column).get_prep_value(value)
        return value

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

    def _rest(self, where: Sql, limit: int) -> Sql:
        """Everything behind FROM for one page of what `where` says, and one row to see whether more follow."""
        order = self._order_by()
        if self.shape == "TOPN" and self._branch is not None:
            column, (number,) = self._branch
            text = f'WHERE {where[0]} AND {self.table.name}."{column}" = {number:d} ORDER BY {order[0]}'
            return f"{text} LIMIT {limit + 1}", (*where[1], *order[1])
        if self.shape == "TOPN":
            top = self._top(where, limit)
            return f"WHERE {top[0]} ORDER BY {order[0]}", (*top[1], *order[1])
        reach = self._reach()
        text = f"WHERE {where[0]} AND {reach[0]} ORDER BY {order[0]} LIMIT {limit + 1}"
        return text, (*where[1], *reach[1], *order[1])

    @cached_property
    def _branch(self) -> tuple[str, tuple[int, ...]] | None:
        """The one column and id that make rows visible, when there is only one: the usual seller."""
        branches = self.scope.branches
        one = len(branches) == 1 and len(branches[0][1]) == 1 and self.scope.shared is None
        return branches[0] if one else None

    def _top(self, where: Sql, limit: int) -> Sql:
        """TOPN: the first rows of each branch, merged, as a condition on the id."""
        name, order = self.table.name, self._order_by()
        selected = ", ".join(
            [f'{name}."id" AS i', *(f"{item.sql} AS s{n}" for n, item in enumerate(self.orders[:-1]))]
        )
        values = tuple(value for item in self.orders[:-1] for value in item.params)
        branch = (
            f"SELECT {selected} FROM {name} WHERE {where[0]} AND %s ORDER BY {order[0]} LIMIT {limit + 1}"
        )
        parts: list[str] = []
        params: list[Any] = []
        for made in self._walks(branch):
            parts.append(made)
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
            f'{name}."id" IN (SELECT i FROM ({union}) AS u ORDER BY {outer} LIMIT {limit + 1})',
            tuple(params),
        )

    def _walks(self, branch: str) -> Iterator[str]:
        """The walk of an index for each id of each branch, from the statement of one with a place for its condition.

        PostgreSQL plans a walk for all ids of a column at once; with one for each it took longer to plan a page than to
        read it. SQLite, which has no LATERAL, plans in no time.
        """
        for column, ids in self.scope.branches:
            place = f'{self.table.name}."{column}" = '
            if connection.vendor == "sqlite" or len(ids) == 1:
                yield from (
                    branch.replace(" AND %s ORDER BY", f" AND {place}{number:d} ORDER BY") for number in ids
                )
            else:
                walk = branch.replace(" AND %s ORDER BY", f" AND {place}branch.number ORDER BY")
                numbers = ",".join(map(str, ids))
                yield (
                    f"SELECT walk.* FROM unnest('{{{numbers}}}'::bigint[]) AS branch(number)"
                    f" CROSS JOIN LATERAL ({walk}) AS walk"
                )

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
        for item in (one for shown in map(clear, fields) for one in shown.needs):
            if item.column is None:
                found.append("custom")
                continue
            found.append(item.column)
            if item.type.key == "money":
                found.append(f"{item.column}_currency")
            if item.type.key == "anyreference":
                found.append(f"{item.column}_entity")
        if any(isinstance(item.type, Masked) for item in fields):
            found.append("owner")
        return tuple(dict.fromkeys(found))


def _end(field: FieldSpec, values: Sequence[Any], *, descending: bool) -> Any:
    """The first of some values in a list; the order of texts in a column is the database's own. A choice stands in the
    SQL itself, so that a plan that is kept for further values knows how much of the index lies behind it."""
    chosen = field.type.key == "choice"
    if isinstance(values[0], str) and not field.custom:
        return (Greatest if descending else Least)(*map(Word if chosen else Value, values))
    end = max(values) if descending else min(values)
    return Word(end) if chosen else end
