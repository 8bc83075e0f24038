"""What templates are given: small plain things with text ready to show. No rules, no queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Cell = tuple[str, str, str, str]
"""Classes of the table cell, text, address or "", classes of the badge or ""."""


@dataclass(slots=True)
class Link:
    """Something to press: a menu item, a tab, a way to view, a place in the side bar."""

    label: str
    href: str
    icon: str = ""
    current: bool = False
    count: str = ""
    primary: bool = False
    danger: bool = False
    page: bool = False
    download: bool = False
    label_above: str = ""
    key: str = ""


@dataclass(slots=True)
class Chip:
    """One filter as a sentence, with the address of the list without it."""

    text: str
    off: str


@dataclass(slots=True)
class Head:
    """The head of a table's column."""

    label: str
    css: str = ""
    href: str = ""
    sorted: str = ""


@dataclass(slots=True)
class Fact:
    """One labelled value of a record, for reading."""

    key: str
    label: str
    text: str = ""
    href: str = ""
    badge: str = ""
    person: bool = False
    tags: Sequence[str] = ()
    long: bool = False
    foreign: bool = False
    figure: bool = False
    edit: str = ""


@dataclass(slots=True)
class FactSection:
    """Facts under a heading."""

    label: str
    fields: Sequence[Fact]


@dataclass(slots=True)
class Empty:
    """What a page says when there is nothing: what belongs here and what to do next."""

    icon: str
    title: str
    text: str = ""
    actions: Sequence[Link] = ()


@dataclass(slots=True)
class Todo:
    """One line of a panel of Today. `done` is the address that marks it as done, else `icon` stands in its place."""

    name: str
    href: str
    about: str = ""
    figure: str = ""
    when: str = ""
    iso: str = ""
    late: bool = False
    done: str = ""
    done_label: str = ""
    icon: str = ""


@dataclass(slots=True)
class Tile:
    """One figure of a panel."""

    label: str
    text: str
    href: str = ""


@dataclass(slots=True)
class Panel:
    """A panel of Today; `empty` is said when there is nothing."""

    key: str
    label: str
    icon: str = ""
    items: Sequence[Todo] = ()
    tiles: Sequence[Tile] = ()
    count: str = ""
    href: str = ""
    link: str = ""
    empty: str = ""


@dataclass(slots=True)
class Alteration:
    """One field's change inside an entry of a timeline."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class Entry:
    """One thing that happened to a record; `quiet` ones take less room."""

    who: str
    what: str
    icon: str = "circle"
    tone: str = ""
    title: str = ""
    href: str = ""
    body: str = ""
    changes: Sequence[Alteration] = ()
    quiet: bool = False
    when: str = ""
    iso: str = ""


@dataclass(slots=True)
class Day:
    """The entries of one day."""

    day: str
    entries: list[Entry]


@dataclass(slots=True)
class Timeline:
    """Days, newest first, and the address of what came before them."""

    groups: list[Day]
    more: str = ""


@dataclass(slots=True)
class Kind:
    """A kind of entry that the composer can write."""

    value: str
    label: str
    icon: str


@dataclass(slots=True)
class Extra:
    """A field that the composer shows for some kinds (by name, parted by spaces)."""

    bound: Any
    kinds: str


@dataclass(slots=True)
class Composer:
    """The place at the top of a timeline where one adds to it."""

    action: str
    body: str
    label: str
    kinds: Sequence[Kind]
    draft: str
    nonce: str
    fields: Sequence[Extra] = ()


@dataclass(slots=True)
class Table:
    """A small table of records inside another page."""

    label: str
    columns: Sequence[Head]
    rows: Sequence[Any]
    all_href: str = ""
    more: str = ""
    create: Link | None = None
    empty: str = ""


@dataclass(slots=True)
class Toast:
    """What just happened; `undo` is the address that takes it back."""

    text: str
    undo: str = ""
    tone: str = ""
    href: str = ""
    link: str = ""

    def data(self) -> dict[str, str]:
        """As the script in the page wants it."""
        given = {
            "text": self.text,
            "undo": self.undo,
            "tone": self.tone,
            "href": self.href,
            "link": self.link,
        }
        return {key: value for key, value in given.items() if value}


@dataclass(slots=True)
class Message:
    """An error of a form's summary, with the field that it is about."""

    text: str
    id: str = ""
    label: str = ""


@dataclass(slots=True)
class Section:
    """Fields of a form under a heading."""

    label: str
    fields: list[Any] = field(default_factory=list)
