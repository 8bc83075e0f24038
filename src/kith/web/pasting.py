"""A block of cells from a spreadsheet, read as people wrote it and laid over the rows and columns of a list."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from kith.engine import bulk, limits
from kith.engine.actor import Actor
from kith.engine.errors import Malformed
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.numbers import split_currency
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.web import cells, choosing, forms

LONGEST = 200_000
LINKS = ("reference", "references", "anyreference")


class Unquoted(csv.excel_tab):
    """Of texts in which a quote is only a quote."""

    quoting = csv.QUOTE_NONE


def block(text: str) -> list[list[str]]:
    """The cells of what a spreadsheet copied: tabs between them, quotes around line breaks. Raises Malformed."""
    if len(text) > LONGEST:
        raise Malformed(_("This is too much to paste at once."))
    dialect = Unquoted if text.count('"') % 2 else csv.excel_tab
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error as error:
        raise Malformed from error
    while len(lines) > 1 and not any(lines[-1]):
        lines.pop()
    return [line or [""] for line in lines] or [[""]]


def tiled(lines: list[list[str]], high: int, wide: int) -> list[list[str]]:
    """The block as often as it fits into a chosen block of cells: one value fills all of them."""
    width = max(map(len, lines))
    full = [[*line, *[""] * (width - len(line))] for line in lines]
    down = high // len(full) if high % len(full) == 0 else 1
    across = wide // width if wide % width == 0 else 1
    return [line * max(across, 1) for line in full] * max(down, 1)


def understood(one: FieldSpec, text: str, old: Any, actor: Actor) -> Any:
    """The value that a text means in a field, by the habits of the reader's language. Raises ValidationError.

    An amount without a currency is in the currency of the one that it takes the place of.
    """
    if one.type.key == "money" and old is not None and text.strip() and split_currency(text)[1] is None:
        text = f"{text} {old.currency}"
    return one.type.parse(text, one, actor.language)


def reasons(error: ValidationError) -> str:
    """What is wrong with a value, as one text."""
    return " ".join(
        str(item.message % item.params if item.params else item.message) for item in error.error_list
    )


@dataclass(slots=True)
class Change:
    """One cell of a preview: what stands there, what would, or why not."""

    old: str = ""
    new: str = ""
    error: str = ""
    changed: bool = False
    value: Any = None


@dataclass(slots=True)
class Line:
    """One record of a preview with its cells; `error` refuses it as a whole."""

    id: int
    name: str
    href: str
    version: int | None
    cells: list[Change]
    error: str = ""

    @property
    def values(self) -> list[int]:
        """The places of the cells that change."""
        return [place for place, one in enumerate(self.cells) if one.changed and not one.error]


@dataclass
class Paste:
    """Lines of texts over records and columns, from the cell at the upper left on."""

    spec: EntitySpec
    actor: Actor
    ids: Sequence[int]
    keys: Sequence[str]
    lines: list[list[str]]
    versions: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def beyond(self) -> tuple[int, int]:
        """How many rows and columns lie outside of the list."""
        return max(0, len(self.lines) - len(self.ids)), max(0, len(self.lines[0]) - len(self.keys))

    @cached_property
    def columns(self) -> list[FieldSpec]:
        """The columns that are pasted into."""
        return [self.spec.resolve(key, self.actor) for key in self.keys[: len(self.lines[0])]]

    @cached_property
    def records(self) -> list[Line]:
        """The records with what the texts mean in their cells."""
        found = self._read()
        for place, one in enumerate(self.columns):
            self._column(found, place, one)
        return found

    def tried(self) -> list[Line]:
        """What would change, and what cannot; asked of the gate, kept nowhere."""
        for line, outcome in self.run(dry=True):
            self._refused(line, outcome)
        return self.records

    def run(self, *, dry: bool = False) -> list[tuple[Line, bulk.Outcome]]:
        """Write the cells that change, each row for itself; more than one row needs the right to change many."""
        given = [line for line in self.records if line.values and not line.error]
        keys = [one.key for one in self.columns]
        rows = {
            line.id: (line.id, line.version, {keys[at]: line.cells[at].value for at in line.values})
            for line in given
        }
        right = "mass_update" if len(rows) > 1 else ""
        limits.changed_at_once(self.spec.key, "mass_update", len(rows), self.actor)

        def work(part: Sequence[Any]) -> list[bulk.Outcome]:
            return bulk.update(self.spec.model, part, by=self.actor, partial=True, dry=dry, right=right)

        outcomes = bulk.attempt(list(rows.values()), work) if rows else []
        return list(zip(given, outcomes, strict=True))

    def _read(self) -> list[Line]:
        """The records as they are now, with their texts beside."""
        ids, columns, spec = self.ids[: len(self.lines)], self.columns, self.spec
        keys = [spec.title, *(one.key for one in columns)]
        listing = Listing(
            spec, self.actor, fields=list(dict.fromkeys(keys)), extra=Q(pk__in=ids), limit=len(ids)
        )
        rows = {row.id: row for row in listing.page().rows}
        found = []
        for number in ids:
            row = rows.get(number)
            if row is None:
                found.append(Line(number, "", "", None, [Change() for _one in columns], str(bulk.NOT_FOUND)))
                continue
            name = str(row.values.get(spec.title) or f"{spec.label} {row.id}")
            version = self.versions.get(number, row.version)
            line = Line(number, name, cells.address(spec.key, number), version, [])
            line.cells = [Change(value=row.values[one.key]) for one in columns]
            found.append(line)
        return found

    def _column(self, found: list[Line], place: int, one: FieldSpec) -> None:
        """Read the texts of one column; whatever needs the database is asked once for all of them."""
        mine = [
            (line.cells[place], self.lines[row][place]) for row, line in enumerate(found) if not line.error
        ]
        olds = [cell.value for cell, _text in mine]
        for (cell, _text), old in zip(mine, cells.column(one, olds, self.actor, ""), strict=True):
            cell.old = old[1]
        if one.key not in forms.changeable(self.spec, self.actor):
            for cell, text in mine:
                cell.error = _("This field cannot be changed here.") if text.strip() != cell.old else ""
            return
        named = choosing.Named.of(one, [text for _cell, text in mine], self.actor)
        for cell, text in mine:
            self._cell(cell, one, text, named)
        news = cells.column(one, [cell.value for cell, _text in mine], self.actor, "")
        for (cell, text), new in zip(mine, news, strict=True):
            cell.new = text if cell.error else new[1]

    def _cell(self, cell: Change, one: FieldSpec, text: str, named: choosing.Named) -> None:
        old = cell.value
        try:
            value = named.value(text) if one.type.key in LINKS else understood(one, text, old, self.actor)
        except ValidationError as error:
            cell.error = reasons(error)
            return
        empty = one.type.empty(value) and one.type.empty(old)
        cell.value, cell.changed = value, value != old and not empty

    def _refused(self, line: Line, outcome: bulk.Outcome) -> None:
        """Put what the gate says at the cells that it is about."""
        places = {one.key: at for at, one in enumerate(self.columns)}
        for key, texts in outcome.errors.items():
            told = " ".join(str(text) for text in texts)
            if key in places and line.cells[places[key]].changed:
                line.cells[places[key]].error = told
            else:
                line.error = told if not key else f"{self.spec.fields[key].label}: {told}"
        if outcome.errors and not line.error:
            line.error = _("The row stays as it is.")
