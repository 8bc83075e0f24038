"""What templates are given: small plain things with text ready to show. No rules, no queries."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Cell = tuple[str, str, str, str]
"""Classes of the table cell, text, address or "", classes of the badge or ""."""


@dataclass(slots=True)
class Link:
    """Something to press: a menu item, a tab, a way to view, a place in the side bar; `away` leads out of Kith."""

    label: str
    href: str
    icon: str = ""
    current: bool = False
    count: str = ""
    primary: bool = False
    danger: bool = False
    page: bool = False
    away: bool = False
    download: bool = False
    label_above: str = ""
    key: str = ""


@dataclass(slots=True)
class Ready:
    """An action on chosen records with values of its arguments filled in."""

    verb: str
    label: str
    icon: str
    values: Mapping[str, Any]


@dataclass(slots=True)
class Way:
    """A way in beside the password: a page to go to, or with `options` a form for which the browser is asked for a
    passkey with what that address answers."""

    label: str
    href: str
    icon: str
    options: str = ""


@dataclass(slots=True)
class Proof:
    """A way to prove anew who one is: `field` is asked for, or with `options` a passkey. `check` looks at the request
    and uses up what can be used once."""

    key: str
    label: str
    check: Callable[[Any], bool]
    field: Any = None
    options: str = ""


@dataclass(slots=True)
class Deed:
    """Something to do from a menu: `values` are posted to `href`; without them the dialog shows what is there.
    `chosen` marks one of several that exclude each other."""

    label: str
    href: str
    icon: str = ""
    values: Sequence[tuple[str, str]] = ()
    chosen: bool | None = None
    danger: bool = False
    label_above: str = ""
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))


@dataclass(slots=True)
class Options:
    """Ways to look at something, of which one is chosen."""

    label: str
    links: Sequence[Link]


@dataclass(slots=True)
class Follow:
    """Whether one follows a record, and where that is turned round."""

    href: str
    on: bool
    label: str
    help: str


@dataclass(slots=True)
class Chip:
    """One filter as a sentence, with the address of the list without it and the one where it is changed."""

    text: str
    off: str
    edit: str = ""


@dataclass(slots=True)
class Head:
    """The head of a table's column. `edit` is the kind of field when its cells can be changed where they stand; `href`
    sorts by it, `add` makes it one more key of the order, in which `place` is its number. `width` is in
    pixels, 0 when the column is as wide as it needs."""

    label: str
    css: str = ""
    href: str = ""
    sorted: str = ""
    key: str = ""
    edit: str = ""
    add: str = ""
    place: str = ""
    width: int = 0


@dataclass(slots=True)
class Fact:
    """One labelled value of a record, for reading. a `dialog` is where it is
    changed, `picture` the address of what it looks like, `reveal` the one that shows a masked one whole, `seen` how
    often that was done by others, `trouble` why a formula gives nothing."""

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
    dialog: bool = False
    picture: str = ""
    reveal: str = ""
    seen: str = ""
    trouble: str = ""


@dataclass(slots=True)
class Sign:
    """Something that the head of a record says beside its name, such as a day that comes near."""

    text: str
    tone: str = "warn"


@dataclass(slots=True)
class FactSection:
    """Facts under a heading, in two columns if `wide`, shut at first if `collapsed`."""

    label: str
    fields: Sequence[Fact]
    wide: bool = False
    collapsed: bool = False


@dataclass(slots=True)
class Empty:
    """What a page says when there is nothing: what belongs here and what to do next."""

    icon: str
    title: str
    text: str = ""
    actions: Sequence[Link] = ()


@dataclass(slots=True)
class Todo:
    """One line of Today. `done` is the form that does it, else `icon` stands in its place; `move` is what the menu of
    days needs to put it off (JSON), `form` the page that asks for a day; `marker` lines only say what time it is."""

    name: str
    href: str
    about: str = ""
    figure: str = ""
    when: str = ""
    iso: str = ""
    late: bool = False
    over: bool = False
    key: str = ""
    icon: str = ""
    call: str = ""
    done: Any = None
    nonce: str = ""
    form: str = ""
    move_label: str = ""
    move_icon: str = ""
    move: dict[str, Any] = field(default_factory=dict)
    marker: bool = False


@dataclass(slots=True)
class Tile:
    """One figure of a panel; `percent` draws how far along it is."""

    label: str
    text: str
    href: str = ""
    percent: int | None = None


@dataclass(slots=True)
class Tally:
    """People and how much each has of what: `heads`, then a name with a link or nothing under each head."""

    heads: Sequence[str]
    lines: Sequence[tuple[str, Sequence[Link | None]]]
    hidden: int = 0


@dataclass(slots=True)
class Panel:
    """A part of Today: lines, on a line of hours when `timed`; figures; a tally of the team; ways to all of it."""

    key: str
    label: str
    icon: str = ""
    items: Sequence[Todo] = ()
    tiles: Sequence[Tile] = ()
    tally: Tally | None = None
    count: str = ""
    href: str = ""
    more: Sequence[Link] = ()
    timed: bool = False


@dataclass(slots=True)
class Choice:
    """A day that one click chooses: its value, what it is called, and which day that is."""

    value: str
    label: str
    about: str


@dataclass(slots=True)
class Alteration:
    """One field's change inside an entry of a timeline."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class Then:
    """One field of a record beside what it was: whether it is chosen to be put back, and may be."""

    key: str
    label: str
    now: str
    then: str
    chosen: bool
    writable: bool


@dataclass(slots=True)
class Enclosed:
    """A file that came with an entry; `preview` is the address of its picture."""

    name: str
    href: str
    preview: str = ""


@dataclass(slots=True)
class Entry:
    """One thing that happened to a record, or is to be done about it; `quiet` ones take less room. `done` is the
    address that marks it as done, `due` says until when, `ref` names it where entries are pinned, `back` is where
    the record can be put back to what it was before."""

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
    done: str = ""
    done_label: str = ""
    due: str = ""
    late: bool = False
    files: Sequence[Enclosed] = ()
    ref: str = ""
    back: str = ""


@dataclass(slots=True)
class Day:
    """The entries of one day, or of what stands above the days."""

    day: str
    entries: list[Entry]
    key: str = ""


@dataclass(slots=True)
class Timeline:
    """What is pinned and to be done, days, newest first, the filters of kinds, and the address of what came before.
    `pins` is where entries are pinned to the top and taken from it."""

    groups: list[Day]
    more: str = ""
    filters: Sequence[Link] = ()
    pins: str = ""
    nonce: str = ""


@dataclass(slots=True)
class Kind:
    """A kind of entry that the composer can write, with the key that begins it, the fields that it asks for and the
    address that opens one's mail program."""

    value: str
    label: str
    icon: str
    key: str = ""
    fields: Sequence[Any] = ()
    mail: str = ""


@dataclass(slots=True)
class Composer:
    """The place at the top of a timeline where one adds to it; `upload` takes files for the record."""

    action: str
    body: str
    label: str
    kinds: Sequence[Kind]
    draft: str
    nonce: str
    upload: str = ""


@dataclass(slots=True)
class Table:
    """A small table of records inside another page."""

    label: str
    columns: Sequence[Head]
    rows: Sequence[Any]
    count: str = ""
    all_href: str = ""
    more: str = ""
    create: Link | None = None
    link: Link | None = None
    empty: str = ""


@dataclass(slots=True)
class Toast:
    """What just happened; `undo` is the address that takes it back, `href` and `link` lead to what came of it, and what
    is `offered` next is done by posting to `offer`."""

    text: str
    undo: str = ""
    tone: str = ""
    href: str = ""
    link: str = ""
    offer: str = ""
    offered: str = ""

    def data(self) -> dict[str, str]:
        """As the script in the page wants it."""
        return {key: value for key, value in asdict(self).items() if value}


@dataclass(slots=True)
class Message:
    """An error of a form's summary, with the field that it is about."""

    text: str
    id: str = ""
    label: str = ""


@dataclass(slots=True)
class Section:
    """Fields of a form under a heading, in one column if `narrow`, shut at first if `collapsed`."""

    label: str
    fields: list[Any] = field(default_factory=list)
    narrow: bool = False
    collapsed: bool = False


@dataclass(slots=True)
class Refusal:
    """A record of many that was left as it is, and why."""

    name: str
    href: str
    text: str


@dataclass(slots=True)
class Result:
    """What became of many records, or how far it is: `left` counts all that were refused, `refused` names the first.
    `warnings` (rule, text, count) can be gone on from at `insist`; `wrong` says why that did not work."""

    title: str
    refused: Sequence[Refusal]
    left: int
    undo: str = ""
    here: str = ""
    running: bool = False
    taken: int = 0
    total: int = 0
    about: str = ""
    back: str = ""
    warnings: Sequence[tuple[str, str, int]] = ()
    insist: str = ""
    wrong: str = ""
