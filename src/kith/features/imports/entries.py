"""A row on its way through a chunk, and what becomes of all rows of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.insisting import Mild
from kith.features.imports.alike import UNLIKE, Like
from kith.features.imports.matching import Meaning
from kith.features.imports.plan import LONGEST_KEY, Column, Plan
from kith.features.imports.problems import Problem
from kith.features.tabular import CellError


@dataclass(slots=True)
class Entry:
    """One row on its way: values by field, external keys by source, what it is matched by, what it looks like and
    whether it is left out for that, what is wrong."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    mark: Meaning | None = None
    target: int | None = None
    like: Like = UNLIKE
    left: bool = False
    messages: list[tuple[str, str]] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    mild: dict[str, str] = field(default_factory=dict)
    firm: bool = False

    @property
    def warnings(self) -> dict[str, str]:
        """The warnings, by rule, if nothing else stands in the way."""
        return {} if self.firm else self.mild

    def refuse(self, column: str, text: Any, key: str = "") -> None:
        """Note what is wrong."""
        if isinstance(text, Mild):
            self.mild[text.rule] = str(text)
        else:
            self.firm = True
        self.messages.append((column, str(text)))
        self.wrong.add(key)


@dataclass(slots=True)
class Tally:
    """What became of a chunk."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    links: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def entry_of(plan: Plan, row: int, cells: Sequence[Any]) -> Entry:
    """The values that a row gives; empty cells leave the field alone, or clear it when the mapping says so."""
    entry = Entry(row)
    for column in plan.columns:
        value = column.cell(cells)
        if isinstance(value, str):
            value = value if value.strip() else None
        if isinstance(value, CellError):
            entry.refuse(
                column.name,
                _("The spreadsheet could not compute this cell (%(error)s).") % {"error": value},
                column.key,
            )
        elif column.field is None:
            _key(entry, column, value)
        elif value is None:
            entry.blank.add(column.key)
        else:
            entry.values[column.key] = value
    return entry


def _key(entry: Entry, column: Column, value: Any) -> None:
    text = "" if value is None else str(value).strip()
    if len(text) > LONGEST_KEY or "\0" in text:
        entry.refuse(
            column.name, _("This key is too long (at most %(max)s characters).") % {"max": LONGEST_KEY}
        )
    elif text:
        entry.keys[column.source] = text
