"""Customers by two of their fields at once: how many stand in each cell, and the list behind every number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.plugs import address_of_list
from kith.engine.spec import EntitySpec
from kith.engine.summary import Group, Lines, group_of, summarize
from kith.web.reports import condition, named, order_of

ROWS = ("industry", "grade", "kind", "relationship")
COLUMNS = ("worth", "potential", "grade")
MOST_ROWS, MOST_COLUMNS = 20, 8
"""So many values have a row or a column of their own, the most frequent ones; the others are one together."""
OTHER = "\0other"
"""Stands for all values together that have no place of their own; no stored text begins like this."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, and the list behind it; no list where there is nobody."""

    text: str
    href: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of one value."""

    label: str
    cells: Sequence[Cell]
    total: bool = False


@dataclass(frozen=True)
class Axis:
    """The values of one field in the order in which they are shown; `counts` says how many records have each."""

    spec: EntitySpec
    actor: Actor
    group: Group
    counts: Mapping[Any, int]
    most: int

    @cached_property
    def own(self) -> list[Any]:
        """The values with a place of their own: choices in their order even where nobody has them, others by size."""
        order = order_of(self.spec, self.group, self.actor)
        offered = dict.fromkeys(order, 0) | {key: n for key, n in self.counts.items() if key is not None}
        largest = sorted(offered, key=lambda key: (-offered[key], order.get(key, 0), str(key)))[: self.most]
        return sorted(largest, key=lambda key: order.get(key, len(order)))

    @cached_property
    def keys(self) -> list[Any]:
        """All places, those of the others and of records without a value last, where there are such."""
        places = {self.place(key) for key, number in self.counts.items() if number}
        return [*self.own, *(key for key in (OTHER, None) if key in places)]

    @cached_property
    def names(self) -> dict[Any, str]:
        """What the places are called."""
        said = named(self.group, set(self.own), self.actor)
        return {**said, OTHER: _("Other"), None: _("Not set")}

    def place(self, key: Any) -> Any:
        """Where a value is counted."""
        return key if key is None or key in self._own else OTHER

    @cached_property
    def _own(self) -> frozenset[Any]:
        return frozenset(self.own)

    def where(self, key: Any) -> list[Mapping[str, Any]]:
        """The filter of a place."""
        if key is not OTHER:
            return [condition(self.group, key)]
        name = self.group.field.key
        return [{"field": name, "op": "not_empty"}, {"field": name, "op": "not_in", "value": self.own}]


@dataclass(frozen=True)
class Matrix:
    """One matrix for one reader: of everything that he sees, counted by one statement."""

    spec: EntitySpec
    actor: Actor
    rows_by: str
    columns_by: str

    @cached_property
    def lines(self) -> Lines:
        """The counts by both fields. Raises Malformed where there are too many different values."""
        return summarize(self.spec, self.actor, groups=(self.rows_by, self.columns_by))

    @cached_property
    def across(self) -> Axis:
        """The columns."""
        return self._axis(1, self.columns_by, MOST_COLUMNS)

    @cached_property
    def down(self) -> Axis:
        """The rows."""
        return self._axis(0, self.rows_by, MOST_ROWS)

    def _axis(self, place: int, name: str, most: int) -> Axis:
        counts: Counter[Any] = Counter()
        for line in self.lines:
            counts[line.keys[place]] += line.count
        return Axis(self.spec, self.actor, group_of(self.spec, self.actor, name), counts, most)

    @cached_property
    def counts(self) -> Counter[tuple[Any, Any]]:
        """How many stand in each cell."""
        found: Counter[tuple[Any, Any]] = Counter()
        for line in self.lines:
            found[self.down.place(line.keys[0]), self.across.place(line.keys[1])] += line.count
        return found

    @property
    def heads(self) -> list[str]:
        """What stands above the columns."""
        return [*(self.across.names[key] for key in self.across.keys), _("Total")]

    def rows(self) -> list[Row]:
        """The table with its totals, nothing where there is nobody."""
        if not self.lines:
            return []
        made = [self._row(self.down.names[key], [key], self.down.where(key)) for key in self.down.keys]
        return [*made, self._row(_("Total"), self.down.keys, [], total=True)]

    def _row(
        self, label: str, keys: Sequence[Any], where: list[Mapping[str, Any]], *, total: bool = False
    ) -> Row:
        across = self.across
        cells = [self._cell(keys, [key], [*where, *across.where(key)], total=total) for key in across.keys]
        return Row(label, [*cells, self._cell(keys, across.keys, where, total=True)], total)

    def _cell(
        self, down: Iterable[Any], across: Sequence[Any], where: list[Mapping[str, Any]], *, total: bool
    ) -> Cell:
        number = sum(self.counts[row, column] for row in down for column in across)
        href = address_of_list(self.spec, *where) if number else ""
        return Cell(self.actor.show.number(number), href, total)
