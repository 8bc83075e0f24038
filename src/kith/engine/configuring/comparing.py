"""What differs between two documents, row by row and field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kith.engine import registry
from kith.engine.configuring.document import Document, Row, usual
from kith.engine.configuring.links import frozen

Fate = Literal["added", "changed", "removed", "same"]


@dataclass(slots=True)
class Item:
    """What becomes of one row. `row` is how it is wanted, `present` how it is; `changes` maps a field to the value that
    it has and the one that it gets, `errors` says why it cannot be."""

    fate: Fate
    row: Row | None = None
    present: Row | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shown(self) -> Row:
        """The row by which people know it: the one that is wanted, if any."""
        found = self.row or self.present
        if found is None:
            raise LookupError
        return found


def compared(present: Document, wanted: Document, *, exact: bool) -> list[Item]:
    """What it takes to make the present as it is wanted; only what is `exact` removes rows that nobody wants."""
    known = {row.identity: row for row in present.rows}
    numbered = {(row.entity, row.number): row for row in present.rows if row.number is not None}
    plains: dict[str, dict[str, Any]] = {}
    items, met = [], set()
    for row in wanted.rows:
        mine = numbered.get((row.entity, row.number)) if row.number is not None else None
        mine = mine or known.get(row.identity)
        if mine is not None and id(mine) in met:
            mine = None
        if row.entity not in plains:
            plains[row.entity] = usual(registry.spec(row.entity))
        given = {one.key for one in registry.spec(row.entity).fields.values() if one.readonly}
        items.append(_item(row, mine, plains[row.entity], given))
        met.add(id(mine))
    if exact:
        unsaid = {(row.entity, row.number) for row, _why in wanted.left}
        gone = (row for row in present.rows if id(row) not in met and (row.entity, row.number) not in unsaid)
        items += [Item("removed", present=row) for row in gone]
    return items


def _item(row: Row, mine: Row | None, plain: Mapping[str, Any], given: Collection[str]) -> Item:
    """One row as it is wanted: what it does not say is as usual, and what is `given` Kith fills itself."""
    full = {**plain, **row.values}
    if mine is None:
        return Item("added", row)
    changes = {
        name: (mine.values.get(name), value)
        for name, value in full.items()
        if name not in given and frozen(mine.values.get(name)) != frozen(value)
    }
    return Item("changed" if changes else "same", row, mine, changes)
