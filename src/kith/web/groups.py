"""The rows of a list in groups: names, counts and sums of all groups, and the first rows of those that are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine.condition import parse
from kith.engine.fieldtypes import FieldSpec
from kith.engine.summary import Line, summarize
from kith.web import cells
from kith.web.addressing import compact, mark
from kith.web.look import NONE, Look
from kith.web.reports import Sheet, condition, figures, joined, measures_of

MOST = 200
"""Of more groups than these only the largest are shown."""
FEW = 8
"""So many groups are open unless the address says which."""
OPEN = 20
"""As many groups can be open at once."""
FIRST, NEXT = 10, 50
"""Rows of a group at first, and each time that more are asked for."""


@dataclass(slots=True)
class Sums:
    """What all records of a group have together: the sums under their columns, and those that have no column."""

    span: int
    under: list[tuple[str, str]]
    beside: list[tuple[str, str]]


@dataclass(slots=True)
class More:
    """The rest of a group: what is left, the address that gives its next rows, and the list of the group alone."""

    text: str
    next: str
    alone: str


@dataclass(slots=True)
class Shelf:
    """One group: its name, how many there are, their sums, and when it is open its first rows."""

    mark: str
    label: str
    count: str
    sums: Sums
    toggle: str
    open: bool = False
    rows: Sequence[Any] = ()
    more: More | None = None


@dataclass(slots=True)
class Shelves:
    """All groups; `total` sums them up, `note` says what is not shown."""

    groups: list[Shelf]
    total: Shelf
    note: str = ""


@dataclass
class Grouping:
    """A look at a list in groups, with these columns."""

    look: Look
    columns: Sequence[FieldSpec]
    sheet: Sheet = field(init=False)

    def __post_init__(self) -> None:
        measures = measures_of(self.look.spec, self.look.actor)
        self.sheet = Sheet(self.look, (self.look.group,), measures, MOST)

    @cached_property
    def lines(self) -> list[Line]:
        """The groups in their order."""
        return self.sheet.ordered(0, self.sheet.lines)

    @cached_property
    def open(self) -> dict[str, Line]:
        """The open groups by their marks."""
        asked = self.look.state.open
        marked = {mark(str(line.keys[0])): line for line in self.lines}
        if not asked:
            return marked if len(marked) <= FEW else {}
        return {key: line for key, line in marked.items() if key in asked[:OPEN]}

    def shelves(self) -> Shelves:
        """Everything for the template."""
        rows = self.rows()
        groups = [self.shelf(line, rows) for line in self.lines]
        note = ""
        if self.sheet.lines.more:
            note = _("Only the %(count)s largest groups are shown. Filter to see others.")
            note %= {"count": self.look.actor.show.number(MOST)}
        return Shelves(groups, self.total(), note)

    def rows(self) -> dict[str, tuple[list[Any], str | None]]:
        """The first rows of all open groups, by one statement, as the table wants them, and the cursors of the rest."""
        look, columns = self.look, self.columns
        listing = look.listing([one.key for one in columns], sort=look.sort, limit=FIRST)
        parts = [
            parse(condition(self.sheet.groups[0], line.keys[0]), look.spec, look.actor)
            for line in self.open.values()
        ]
        shelves = listing.shelves(parts) if parts else []
        made = cells.table(look.spec, columns, [row for one in shelves for row in one.rows], look.actor)
        found = {}
        for key, one in zip(self.open, shelves, strict=True):
            found[key], made = (made[: len(one.rows)], one.next), made[len(one.rows) :]
        return found

    def shelf(self, line: Line, rows: dict[str, tuple[list[Any], str | None]]) -> Shelf:
        """One group."""
        key = mark(str(line.keys[0]))
        label = self.sheet.names[0].get(line.keys[0], self.sheet.missing)
        made = Shelf(key, label, self.number(line.count), self.sums(line), self.toggle(key))
        if key in rows:
            made.open, (made.rows, cursor) = True, rows[key]
            inside = condition(self.sheet.groups[0], line.keys[0])
            made.more = more(self.look, inside, cursor, left=line.count - len(made.rows))
        return made

    def toggle(self, key: str) -> str:
        """The address with a group opened or shut."""
        opened = list(self.open)
        asked = [one for one in opened if one != key] if key in opened else [*opened[: OPEN - 1], key]
        return self.look.state.url(open=tuple(asked) or (NONE,))

    def total(self) -> Shelf:
        """All groups together, those that are not shown included."""
        look = self.look
        if self.sheet.lines.more:
            measures = self.sheet.measures
            given: Any = {"where": look.where(), "text": look.state.q, "extra": look.rows}
            (line,) = summarize(look.spec, look.actor, groups=(), measures=measures, **given)
        else:
            line = joined(None, self.lines) if self.lines else Line((), 0, ())
        return Shelf("", _("Total"), self.number(line.count), self.sums(line), "")

    def number(self, count: int) -> str:
        """A count as text."""
        return self.look.actor.show.number(count)

    def sums(self, line: Line) -> Sums:
        """The measured values under the columns that show the same field, the others beside the name."""
        keys = [name.partition(":")[2] for name in self.sheet.measures]
        texts = dict(zip(keys, figures(self.look.actor, line), strict=False))
        shown = [one.key for one in self.columns]
        placed = [place for place, key in enumerate(shown) if texts.get(key)]
        first = placed[0] if placed else len(shown)
        under = [
            (texts.get(one.key, ""), "number" if one.type.align == "end" else "")
            for one in self.columns[first:]
        ]
        fields = self.look.spec.fields
        beside = [(str(fields[key].label), text) for key, text in texts.items() if text and key not in shown]
        return Sums(first + 1, under, beside)


def more(look: Look, inside: dict[str, Any], cursor: str | None, *, left: int) -> More | None:
    """The way to the rest of a group, if there is one."""
    if cursor is None:
        return None
    text = ngettext("%(count)s more", "%(count)s more", left) % {"count": look.actor.show.number(left)}
    spec, state = look.spec, look.state
    following = state.url(f"/{spec.plural}/group-rows/", cursor=cursor, at=0)
    following += f"&inside={quote(compact(inside))}&left={left}"
    alone = state.url(f"/{spec.plural}/", group=NONE, open=(), where=(*state.where, inside))
    return More(text, following, alone)
