"""The home page of a person: what plugs into it, and the reads that its sections are made of.

A source gives sections for one person; sections of one key are shown as one. The shells show at most `FEW` rows of
each and lead to the list that has them all: rows and list come from the same condition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from kith.engine import registry
from kith.engine.access import Level, Reach, directory
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.plugs import address_of_list
from kith.engine.prepared import count_of_actor, of_actor
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec, UnknownField

FEW = 7
COUNTED = 99
MINE = {"field": "owner", "op": "is", "value": "me"}


@dataclass(frozen=True, slots=True)
class Change:
    """What one click does: where it is sent, and with which values."""

    address: str
    label: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """A day, or with `timed` a moment, that one click chooses: the value `name`, sent to `address`; `form` is the page
    that asks for any other one."""

    address: str
    form: str
    name: str
    label: str
    timed: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    icon: str = "clock"


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One line: what, about which record, when, and what one click does with it.

    `countdown` says how much time is left until `at` instead of naming it; `href` is the page to open where it is not
    the record's.
    """

    title: str
    entity: str
    record_id: int
    note: str = ""
    at: dt.datetime | dt.date | None = None
    ends_at: dt.datetime | None = None
    late: bool = False
    over: bool = False
    countdown: bool = False
    figure: str = ""
    phone: str = ""
    href: str = ""
    done: Change | None = None
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class HomeTile:
    """One figure above the rows; `share` (0 to 1) draws how far along it is: the pace of a target."""

    label: str
    text: str
    href: str = ""
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HomeCount:
    """How much of one kind a person of the team has, and the list of it; nobody's is the whole team's."""

    person: int | None
    label: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class More:
    """The whole list behind some rows, and how many there are (more than COUNTED are not counted)."""

    label: str
    href: str
    total: int


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A titled part of the home page. The lowest `rank` stands first; `aside` ones are to know, the others to do,
    unless they are only to `look` at; the rows of a `timed` one stand on a line of hours."""

    key: str
    title: str
    icon: str
    rows: Sequence[HomeRow] = ()
    rank: int = 50
    aside: bool = False
    look: bool = False
    timed: bool = False
    tiles: Sequence[HomeTile] = ()
    counts: Sequence[HomeCount] = ()
    more: Sequence[More] = ()

    @property
    def filled(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.rows or self.tiles or self.counts)


HomeSource = Callable[[Actor], "Iterable[HomeSection]"]
sources: list[HomeSource] = []
blocks: dict[str, tuple[int, Callable[[], str]]] = {}
"""Rank and name of the sections that there can be, by their keys: for who arranges the page."""
arrangers: list[Callable[[Actor, list[HomeSection]], list[HomeSection]]] = []
"""Order and leave out sections for somebody."""


def block(key: str, rank: int, name: Callable[[], str]) -> None:
    """Make a section of the home page known to who arranges it."""
    blocks[key] = (rank, name)


def usual() -> list[str]:
    """The keys of all sections in their usual order."""
    return sorted(blocks, key=lambda key: blocks[key][0])


def source(function: HomeSource) -> HomeSource:
    """Add sections to the home page."""
    sources.append(function)
    return function


def sections(actor: Actor) -> list[HomeSection]:
    """What all sources have for somebody, the most urgent first; nothing that is empty."""
    zone = ZoneInfo(actor.time_zone)
    found: dict[str, HomeSection] = {}
    for section in (section for give in sources for section in give(actor)):
        known = found.get(section.key)
        found[section.key] = _joined(known, section, zone) if known else section
    shown = sorted((one for one in found.values() if one.filled), key=lambda one: one.rank)
    for arrange in arrangers:
        shown = arrange(actor, shown)
    return shown


def _joined(one: HomeSection, other: HomeSection, zone: ZoneInfo) -> HomeSection:
    rows = sorted((*one.rows, *other.rows), key=lambda row: _place(row.at, zone))
    return replace(
        one,
        rows=rows,
        tiles=(*one.tiles, *other.tiles),
        counts=(*one.counts, *other.counts),
        more=(*one.more, *other.more),
    )


def _place(at: dt.datetime | dt.date | None, zone: ZoneInfo) -> tuple[dt.date, dt.time]:
    """Where a day or a moment stands among others: a day before its hours, and what has no time last."""
    if isinstance(at, dt.datetime):
        local = at.astimezone(zone)
        return local.date(), local.time()
    return at or dt.date.max, dt.time.min


# ---------------------------------------------------------------------- reads


@dataclass(frozen=True)
class Own:
    """The first of one's own records that satisfy some conditions, and the way to all of them."""

    spec: EntitySpec
    rows: Sequence[Any] = ()
    more: tuple[More, ...] = ()


def own(entity: str, actor: Actor, *where: Mapping[str, Any], sort: str, shown: Sequence[str] = ()) -> Own:
    """The actor's own records by conditions, in an order. Nothing where the actor may not read the entity, or one of
    the fields that the conditions name or that are `shown`."""
    spec = registry.spec(entity)
    if not readable(spec, actor, *shown):
        return Own(spec)

    def rows() -> Any:
        node = parse({"all": where}, spec, actor)
        order = (sort, "-pk" if sort.startswith("-") else "pk")
        return spec.model.objects.filter(LIVE, to_q(node, actor), owner_id=actor.user_id).order_by(*order)

    key = ("home", entity, sort, actor.time_zone, repr(where))
    try:
        found = of_actor(actor, key, lambda: rows()[: FEW + 1])()
    except UnknownField:
        return Own(spec)
    total = len(found) if len(found) <= FEW else count_of_actor(actor, key, rows, COUNTED + 1)
    more = More(str(spec.label_plural), address_of_list(spec, MINE, *where, sort=sort), total)
    return Own(spec, found[:FEW], (more,) if found else ())


def readable(spec: EntitySpec, actor: Actor, *names: str) -> bool:
    """Whether somebody may read an entity, and all of these fields of it."""
    known = spec.readable(actor)
    return actor.access.reach(spec.key, "read") is not Reach.NONE and all(name in known for name in names)


def writable(spec: EntitySpec, actor: Actor, name: str) -> bool:
    """Whether somebody may change a field of his own records."""
    return (
        actor.access.reach(spec.key, "update") is not Reach.NONE
        and actor.access.level(spec.key, name) is Level.WRITE
    )


def setting(spec: EntitySpec, record: Any, name: str) -> str:
    """The address that sets one field of a record."""
    return f"/{spec.plural}/{record.pk}/edit/?field={name}"


def led(actor: Actor, entity: str) -> frozenset[int]:
    """Active people, without oneself, whose records of an entity somebody may hand out: his team."""
    access, reach = actor.access, actor.access.reach(entity, "assign")
    people = (
        person for person in directory().people.values() if person.active and person.id != actor.user_id
    )
    units = access.below if reach >= Reach.BELOW else access.units if reach is Reach.UNIT else frozenset()
    everybody, mine = reach is Reach.ALL, access.owners if reach > Reach.NONE else frozenset()
    return frozenset(one.id for one in people if everybody or one.id in mine or one.unit_id in units)


def counted(
    entity: str, actor: Actor, *where: Mapping[str, Any], team: Iterable[int], label: str, sort: str
) -> list[HomeCount]:
    """How many records of each person of a team satisfy some conditions, and of all of them together."""
    spec, ids = registry.spec(entity), sorted(team)
    try:
        node = parse({"all": where}, spec, actor)
    except UnknownField:
        return []
    rows = spec.model.objects.filter(LIVE, to_q(node, actor), owner_id__in=ids).order_by()
    numbers = dict(rows.values_list("owner_id").annotate(n=Count("pk")))
    if not numbers:
        return []

    def line(person: int | None, number: int) -> HomeCount:
        said: dict[str, Any] = {"field": "owner", "op": "is", "value": person}
        said = said if person else {"field": "owner", "op": "in", "value": ids}
        return HomeCount(person, label, number, address_of_list(spec, said, *where, sort=sort))

    return [line(None, sum(numbers.values())), *(line(*item) for item in numbers.items())]
