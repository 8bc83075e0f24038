"""Lists of records: keyset pages, capped counts, lanes, ids. How each finds its rows is in shapes.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from kith.engine import cursors, paths, searching
from kith.engine.access import Reach
from kith.engine.condition import Node, to_q
from kith.engine.expressions import column as column_of
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.masking import Masked, Own, clear
from kith.engine.formula.links import Behind, paths_of
from kith.engine.selecting import Order, Sql
from kith.engine.shapes import NEWEST, Shape
from kith.engine.spec import EntitySpec
from kith.kernel.money import Money

CAP = 1_000
Taking = Callable[[Sequence[str], Sequence[Order], Sql], list[tuple[Any, ...]]]


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


@dataclass
class Listing(Shape):
    """A way to look at one entity's records and what it answers."""

    def page(self, cursor: str | None = None) -> Page:
        """One page after `cursor`. Raises Malformed for a cursor of another list."""
        self._follow(cursor)
        fields = self._read()
        if self.shape == "NOTHING":
            self._after(cursor)
            return Page([], None)
        names = self._columns(fields)
        raw = self._taken(self.table.rows, names, cursor)
        found = self._page(raw, names, self._readers(fields, names, raw), self.limit)
        self._fill(found.rows)
        return found

    def _taken(self, take: Taking, names: tuple[str, ...], cursor: str | None) -> list[tuple[Any, ...]]:
        """The raw rows of a page, and one more if there is one."""
        raw = take(names, self._sorted_by(), self._rest(self._where(cursor), self.limit))
        empty = self._valueless(cursor) if len(raw) <= self.limit else None
        if empty is not None:
            raw = [*raw, *take(names, self._sorted_by(), self._rest(empty, self.limit - len(raw)))]
        return raw

    def _read(self) -> list[FieldSpec]:
        """The fields that are read of this entity: those asked for, and the links that paths begin with."""
        found = [
            paths.linked(self.spec, self.actor, name)[0]
            if "." in name
            else self.spec.resolve(name, self.actor, show=True)
            for name in self.fields
        ]
        return list({field.key: field for field in found}.values())

    def _fill(self, rows: Sequence[Row]) -> None:
        """Fill in what is asked of linked records, within reach, by one statement for each link."""

        def read(spec: EntitySpec, fields: Sequence[str], ids: Sequence[int]) -> list[Row]:
            return (
                Listing(spec, self.actor, fields=fields, only=ids, sort=("id",), limit=len(ids)).page().rows
            )

        paths.fill(self.spec, self.fields, rows, read)

    def _readers(
        self, fields: Sequence[FieldSpec], names: tuple[str, ...], raw: Sequence[Any]
    ) -> list[tuple[str, Any]]:
        """How to take each field's value from raw rows like these: of a masked one its part, but on own rows. What
        formulas look at behind links is read for all of them at once."""
        behind = Behind()
        for path in (
            path
            for item in map(clear, fields)
            if item.live
            for path in paths_of(item.computed.stored.values())
        ):
            first = _reader(path.first, names)[1]
            behind.fetch([path], map(first, raw))
        return [
            (item.key, self._masked(item.type, names))
            if isinstance(item.type, Masked)
            else _reader(item, names, behind)
            for item in fields
        ]

    def _masked(self, kind: Masked, names: tuple[str, ...]) -> Any:
        (_key, read), part = _reader(kind.clear, names), kind.part
        owner, holds = names.index("owner"), self.actor.access.holds
        return lambda row: Own(read(row)) if holds(row[owner]) else part(read(row))

    def _page(self, raw: list[Any], names: tuple[str, ...], readers: list[Any], limit: int) -> Page:
        """Raw rows as a page; a row beyond the limit tells that more follow."""
        more = len(raw) > limit
        raw = raw[:limit]
        following = cursors.encode(self.sorting, raw[-1][len(names) :], raw[-1][0]) if more else None
        return Page(
            [Row(row[0], row[1], {key: read(row) for key, read in readers}) for row in raw], following
        )

    def raw_page(self, cursor: str | None = None) -> RawPage:
        """The same page with values as columns hold them, for shells that turn them into JSON themselves."""
        self._follow(cursor)
        fields = [self.spec.resolve(name, self.actor, show=True) for name in self.fields]
        names = self._columns(fields)
        if self.shape == "NOTHING":
            self._after(cursor)
            return RawPage(names, [], None)
        raw = self._taken(self.table.raw, names, cursor)
        if len(raw) <= self.limit:
            return RawPage(names, raw, None)
        last = raw[self.limit - 1]
        values = self.table.converted(self._sorted_by(), last[len(names) :])
        return RawPage(names, raw[: self.limit], cursors.encode(self.sorting, values, last[0]))

    def _follow(self, cursor: str | None) -> None:
        """Further pages keep the order of the first one, whether its words still find few or by now many."""
        if cursor and not self.sort and self.query is not None:
            said = cursors.sort_of(cursor)
            self.sort = (said,) if said in (NEWEST, self.spec.sort) else ()

    def _sorted_by(self) -> list[Order]:
        """The sort terms as columns behind the page's own: all but the id, which is there."""
        return self.orders[:-1]

    def lanes(
        self, by: Sequence[FieldSpec], places: Sequence[Sequence[Any]], limits: Sequence[int]
    ) -> list[Page]:
        """The first page of each place of a board, where these fields have the place's values, in one statement."""
        lanes = [self.table.expression(column_of(field)) for field in by]
        parts = []
        for values in places:
            at = [_at(lane, value) for lane, value in zip(lanes, values, strict=True)]
            given = tuple(one for _text, params in at for one in params)
            parts.append((" AND ".join(["1=1", *(text for text, _params in at)]), given))
        return self._side_by_side(parts, limits)

    def shelves(self, parts: Sequence[Node]) -> list[Page]:
        """The first page for each of several conditions (the open groups of a list), in one statement."""
        wheres = [self.table.where(to_q(part, self.actor)) for part in parts]
        return self._side_by_side(wheres, [self.limit] * len(parts))

    def _side_by_side(self, parts: Sequence[Sql], limits: Sequence[int]) -> list[Page]:
        """The first page of each part."""
        if self.shape == "NOTHING":
            return [Page([], None) for _part in parts]
        fields = self._read()
        names = self._columns(fields)
        sql, params = self._where(None)
        rests = [
            self._rest((f"{sql} AND ({part})", (*params, *values)), limit)
            for (part, values), limit in zip(parts, limits, strict=True)
        ]
        found = self.table.lanes(names, self._sorted_by(), rests)
        readers = self._readers(fields, names, [row for rows in found for row in rows])
        pages = [self._page(raw, names, readers, limit) for raw, limit in zip(found, limits, strict=True)]
        self._fill([row for page in pages for row in page.rows])
        return pages

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
        fields = self._read()
        names = self._columns(fields)
        last = 0
        while self.shape != "NOTHING":
            raw = self.table.rows(names, (), self._chunk(last, size))
            if raw:
                readers = self._readers(fields, names, raw)
                rows = [Row(row[0], row[1], {key: read(row) for key, read in readers}) for row in raw]
                self._fill(rows)
                yield rows
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
        if self._branch is not None:
            column, (number,) = self._branch
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


def _at(lane: Sql, value: Any) -> Sql:
    """A column that has this value, or none."""
    return (f"{lane[0]} IS NULL", lane[1]) if value is None else (f"{lane[0]} = %s", (*lane[1], value))


def _reader(item: FieldSpec, names: tuple[str, ...], behind: Behind | None = None) -> tuple[str, Any]:
    """How to take a field's python value from a raw row; what stands `behind` links is read already."""
    if item.live:
        return item.key, _computed(item, names, behind or Behind())
    if item.through is not None:
        known, path, first = behind or Behind(), item.through, _reader(item.through.first, names)[1]
        return item.key, lambda row: known.value(path, first(row))
    if item.column is None:
        place, key, load = names.index("custom"), item.place, item.type.load
        return item.key, lambda row: load(row[place].get(key), item)
    place = names.index(item.column)
    if item.type.key == "money":
        other = names.index(f"{item.column}_currency")
        return item.key, lambda row: None if row[place] is None else Money.from_minor(row[place], row[other])
    if item.type.key == "anyreference":
        other = names.index(f"{item.column}_entity")
        return item.key, lambda row: None if row[place] is None else (row[other], row[place])
    return item.key, lambda row: row[place]


def _computed(item: FieldSpec, names: tuple[str, ...], behind: Behind) -> Any:
    """How to compute a formula for a raw row."""
    given = {key: _reader(one, names, behind)[1] for key, one in item.computed.stored.items()}

    def of(row: Any) -> Any:
        def read(one: FieldSpec) -> Any:
            return one.computed.shown(one, read) if one.live else given[one.key](row)

        return item.computed.shown(item, read)

    return of
