"""Customers by one or two of their fields: how many have each value, and the list behind every number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.engine.summary import Group, Line, Lines, group_of
from kith.web.look import Look
from kith.web.reports import Sheet, condition, figures, joined, measures_of, named, order_of
from kith.web.tabs import ALL

MOST_ROWS, MOST_COLUMNS = 20, 8
"""So many values have a row or a column of their own, the most frequent ones; the others are one together."""
OTHER = "\0other"
"""Stands for all values together that have no place of their own; no stored text begins like this."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, and the list behind it; no list where there is nobody, and behind what is only `said`."""

    text: str
    href: str = ""
    total: bool = False
    said: bool = False


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
class Counted:
    """What one reader looks at, counted by one statement; the lists behind the numbers keep what is looked at."""

    look: Look
    rows_by: str

    @property
    def by(self) -> tuple[str, ...]:
        """The fields to count by."""
        return (self.rows_by,)

    @cached_property
    def measures(self) -> list[str]:
        """What is added up beside the count."""
        return []

    @cached_property
    def lines(self) -> Lines:
        """The counts. Raises Malformed where there are too many different values."""
        return Sheet(self.look, self.by, self.measures).lines

    @cached_property
    def down(self) -> Axis:
        """The rows."""
        return self._axis(0, MOST_ROWS)

    @property
    def names(self) -> list[str]:
        """What the fields are called."""
        return [str(self.down.group.field.label)]

    def _axis(self, place: int, most: int) -> Axis:
        counts: Counter[Any] = Counter()
        for line in self.lines:
            counts[line.keys[place]] += line.count
        spec, actor = self.look.spec, self.look.actor
        return Axis(spec, actor, group_of(spec, actor, self.by[place]), counts, most)

    def cell(self, number: int, where: Sequence[Mapping[str, Any]], *, total: bool) -> Cell:
        """A number with its list."""
        # Without anything in it, an address opens the tab that its reader likes to begin with.
        view = self.look.state.view or ("" if self.look.row.first == ALL else ALL)
        state = replace(self.look.state, view=view, columns=(), group="", way="", open=(), day="")
        href = state.url(f"/{self.look.spec.plural}/", where=(*state.where, *where)) if number else ""
        return Cell(self.look.actor.show.number(number), href, total)


@dataclass(frozen=True)
class Structure(Counted):
    """By one field: number, share in percent, and the sums of what the reader may know."""

    @cached_property
    def measures(self) -> list[str]:
        """The sums of the entity."""
        return measures_of(self.look.spec, self.look.actor)

    @property
    def heads(self) -> list[str]:
        """What stands above the columns."""
        known = self.look.spec.readable(self.look.actor)
        sums = (str(known[name.partition(":")[2]].label) for name in self.measures)
        return [str(self.look.spec.label_plural), pgettext("structure", "Share"), *sums]

    def rows(self) -> list[Row]:
        """The table with its total, nothing where there is nobody."""
        if not self.lines:
            return []
        places: dict[Any, list[Line]] = {key: [] for key in self.down.keys}
        for line in self.lines:
            places[self.down.place(line.keys[0])].append(line)
        nothing = Line((None,), 0, (None,) * len(self.measures))
        sums = {key: joined(key, lines) if lines else nothing for key, lines in places.items()}
        rows = [self._row(self.down.names[key], line, self.down.where(key)) for key, line in sums.items()]
        return [*rows, self._row(_("Total"), joined(None, self.lines), [], total=True)]

    def _row(self, label: str, line: Line, where: Sequence[Mapping[str, Any]], *, total: bool = False) -> Row:
        show = self.look.actor.show
        share = Decimal(100 * line.count) / sum(self.down.counts.values())
        said = [f"{show.number(share, 1)} %", *figures(self.look.actor, line)]
        cells = [Cell(text, total=total, said=True) for text in said]
        return Row(label, [self.cell(line.count, where, total=total), *cells], total)


@dataclass(frozen=True)
class Matrix(Counted):
    """By two fields at once."""

    columns_by: str

    @property
    def by(self) -> tuple[str, ...]:
        """Both fields."""
        return (self.rows_by, self.columns_by)

    @property
    def names(self) -> list[str]:
        """What both fields are called."""
        return [*super().names, str(self.across.group.field.label)]

    @cached_property
    def across(self) -> Axis:
        """The columns."""
        return self._axis(1, MOST_COLUMNS)

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
        cells = [
            self.cell(self._sum(keys, [key]), [*where, *across.where(key)], total=total)
            for key in across.keys
        ]
        return Row(label, [*cells, self.cell(self._sum(keys, across.keys), where, total=True)], total)

    def _sum(self, down: Iterable[Any], across: Sequence[Any]) -> int:
        return sum(self.counts[row, column] for row in down for column in across)
