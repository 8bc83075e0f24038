"""Entity: the one declaration of a business object. Every option stands here with its default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from kith.engine.actions import Action
from kith.engine.record import Record
from kith.engine.rule import Rule


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields on record page and form."""

    title: Any
    fields: tuple[str, ...]

    @classmethod
    def of(cls, title: Any, *fields: str) -> Section:
        """A section of these fields."""
        return cls(title, fields)


@dataclass(frozen=True, slots=True)
class Board:
    """A board: `field` (choice or reference) gives the columns; of a reference, `group` (a reference on its target)
    gives several boards, `order` sorts the columns and `tone` (a choice on the target) says what a column means.
    `total` is a money field, `weight` a percentage that weighs it."""

    field: str
    total: str = ""
    weight: str = ""
    group: str = ""
    order: str = "position"
    tone: str = ""


class Entity:
    """Subclass with `@register`, fill in what differs. Names of fields are checked when Kith starts.

    `group` is where menus show it; "parts" belong to the pages of other records and stand in no menu. `rule` replaces
    owner, unit and team as the answer to who reaches which rows.

    Rules of what is written run in this order, inside every write of one row or of a thousand:
    `gather(records, actor=)` fills from other rows with one query for all, `derive(record, actor=)` fills from the row
    itself, `checks(record, actor=)` raise Invalid, and when all is stored `after(records, actor=)` makes the
    consequences in the same transaction, by calling the gate again. `record.before` holds what was stored before, None
    for a new record.
    """

    model: ClassVar[type[Record]]
    key: ClassVar[str]
    plural: ClassVar[str]
    label: ClassVar[Any]
    label_plural: ClassVar[Any]
    icon: ClassVar[str] = "file-text"
    group: ClassVar[Literal["work", "lists", "settings", "parts"]] = "work"
    title: ClassVar[str] = "name"
    subtitle: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ()
    layout: ClassVar[tuple[Section, ...]] = ()
    facts: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    sort: ClassVar[str] = "-created_at"
    board: ClassVar[Board | None] = None
    calendar: ClassVar[str] = ""
    path: ClassVar[str] = ""
    actions: ClassVar[tuple[Action, ...]] = ()
    gather: ClassVar[tuple[Callable[..., None], ...]] = ()
    derive: ClassVar[tuple[Callable[..., None], ...]] = ()
    checks: ClassVar[tuple[Callable[..., None], ...]] = ()
    after: ClassVar[tuple[Callable[..., None], ...]] = ()
    import_by: ClassVar[tuple[str, ...]] = ()
    quick: ClassVar[tuple[str, ...]] = ()
    measures: ClassVar[tuple[str, ...]] = ()
    features: ClassVar[tuple[str, ...]] = ("files", "comments")
    small: ClassVar[bool] = False
    open: ClassVar[tuple[str, ...]] = ()
    rule: ClassVar[Rule | None] = None
    bumps: ClassVar[Literal["", "access", "config"]] = ""
