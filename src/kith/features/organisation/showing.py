"""The organisation as a page: the tree of units, and the unit that is open with its people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.access import Directory, Person, Reach
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.engine.registry import spec
from kith.kernel.text import fold
from kith.web.choosing import away
from kith.web.pieces import Link

MOST = 300


@dataclass(slots=True)
class Node:
    """A unit in the tree: `count` people work in it or below it."""

    name: str
    href: str
    count: int
    manager: str = ""
    current: bool = False
    open: bool = False
    below: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Colleague:
    """A person in a list."""

    name: str
    href: str
    about: str = ""
    leads: bool = False
    away: str = ""
    out: bool = False


@dataclass(slots=True)
class Group:
    """A unit or a team that is open: who leads it, who is in it, what can be done."""

    name: str
    href: str
    manager: Link | None = None
    above: list[Link] = field(default_factory=list)
    below: list[Link] = field(default_factory=list)
    people: list[Colleague] = field(default_factory=list)
    more: int = 0
    actions: list[Link] = field(default_factory=list)


def here(unit: int) -> str:
    """The address at which a unit is open."""
    return f"/organisation/?unit={unit}"


def tree(known: Directory, opened: int | None) -> list[Node]:
    """The units, from those that lie below no other."""
    children: dict[int | None, list[int]] = {}
    for number, (_name, parent) in known.units.items():
        children.setdefault(parent if parent in known.units else None, []).append(number)
    counts: dict[int, int] = {}
    for person in known.people.values():
        if person.active and person.unit_id:
            counts[person.unit_id] = counts.get(person.unit_id, 0) + 1
    path = {number for number, _link in above(known, opened)} | {opened}

    def node(number: int) -> Node:
        boss = known.people.get(known.unit_managers.get(number, 0))
        made = Node(
            str(known.units[number][0]), here(number), counts.get(number, 0), boss.name if boss else ""
        )
        made.below = [node(child) for child in by_name(known, children.get(number, ()))]
        made.count += sum(child.count for child in made.below)
        made.current, made.open = number == opened, number in path or len(known.units) <= 12
        return made

    return [node(number) for number in by_name(known, children.get(None, ()))]


def by_name(known: Directory, units: Iterable[int]) -> list[int]:
    """Units in the order of their names."""
    return sorted(units, key=lambda number: fold(str(known.units[number][0])))


def above(known: Directory, unit: int | None) -> list[tuple[int, Link]]:
    """The units in which a unit lies, the highest first."""
    found: list[tuple[int, Link]] = []
    parent = known.units[unit][1] if unit is not None and unit in known.units else None
    while parent is not None and parent in known.units and all(parent != one for one, _link in found):
        name, higher = known.units[parent]
        found.append((parent, Link(str(name), here(parent))))
        parent = higher
    return found[::-1]


def unit_group(known: Directory, unit: int, actor: Actor) -> Group:
    """A unit that is open."""
    boss = known.people.get(known.unit_managers.get(unit, 0))
    inside = [person for person in known.people.values() if person.unit_id == unit]
    made = Group(str(known.units[unit][0]), f"/units/{unit}/")
    made.manager = Link(boss.name, f"/users/{boss.id}/") if boss else None
    made.above = [link for _number, link in above(known, unit)]
    under = (number for number, (_name, parent) in known.units.items() if parent == unit)
    made.below = [Link(str(known.units[one][0]), here(one)) for one in by_name(known, under)]
    made.people = colleagues(inside, actor, leader=boss.id if boss else None)
    made.more = max(0, len(inside) - MOST)
    made.actions = actions(unit, actor)
    return made


def actions(unit: int, actor: Actor) -> list[Link]:
    """What can be done with a unit."""
    base, reach = f"/units/{unit}/", actor.access.reach
    if reach("unit", "update") is not Reach.ALL:
        return []
    found = [
        Link(_("Move under another unit"), f"{base}edit/?field=parent", "arrow-right"),
        Link(_("Change the manager"), f"{base}edit/?field=manager", "user-check"),
    ]
    if reach("unit", "delete") is Reach.ALL:
        found.append(Link(_("Merge into another unit"), f"{base}merge/", "arrow-merge"))
        found.append(Link(_("End this unit"), f"{base}delete/", "trash", danger=True))
    return found


def colleagues(people: Iterable[Person], actor: Actor, leader: int | None = None) -> list[Colleague]:
    """People with their positions, who leads first, who left last."""
    chosen = sorted(people, key=lambda one: (not one.active, one.id != leader, fold(one.name)))[:MOST]
    shown = "position" in spec("user").readable(actor)
    ids = [one.id for one in chosen]
    places = dict(User.live().filter(pk__in=ids).values_list("pk", "position")) if shown else {}
    return [
        Colleague(
            one.name, f"/users/{one.id}/", str(places.get(one.id) or ""), one.id == leader,
            away(one.id, actor) if one.active else "", not one.active,
        )
        for one in chosen
    ]  # fmt: skip


def teams(known: Directory) -> list[Link]:
    """The teams across units, with how many are in them."""
    rows = sorted(known.teams.items(), key=lambda item: fold(str(item[1][0])))
    return [
        Link(
            str(name),
            f"/organisation/?team={number}",
            "users-group",
            count=str(len(members & known.people.keys())),
        )
        for number, (name, members) in rows
    ]


def team_group(known: Directory, team: int, actor: Actor) -> Group:
    """A team that is open."""
    name, members = known.teams[team]
    made = Group(str(name), f"/teams/{team}/")
    made.people = colleagues((known.people[one] for one in members if one in known.people), actor)
    return made


def found(known: Directory, words: str, actor: Actor) -> tuple[list[Link], list[Colleague]]:
    """Units and people whose names fit what was typed."""
    wanted = fold(words).split()
    units = [one for one in known.units if all(word in fold(str(known.units[one][0])) for word in wanted)]
    people = [one for one in known.people.values() if all(word in fold(one.name) for word in wanted)]
    links = [Link(str(known.units[one][0]), here(one), "sitemap") for one in by_name(known, units)[:MOST]]
    return links, colleagues(people, actor)


def homeless(known: Directory, actor: Actor) -> list[Colleague]:
    """People who work in no unit."""
    return colleagues(
        (one for one in known.people.values() if one.active and one.unit_id not in known.units), actor
    )


@dataclass(slots=True)
class Part:
    """A part of the panel: people or links under a heading."""

    label: str
    people: list[Colleague] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def parts_of_person(known: Directory, number: int, actor: Actor) -> list[Part]:
    """To whom a person reports, whom he leads, the units that he manages, the teams that he is in."""
    person = known.people.get(number)
    boss = known.people.get((person.manager_id if person else None) or 0)
    led = [one for one in known.people.values() if one.manager_id == number]
    units = by_name(known, (one for one, head in known.unit_managers.items() if head == number))
    inside = [(one, name) for one, (name, members) in known.teams.items() if number in members]
    found = [
        Part(_("Reports to"), colleagues([boss] if boss else [], actor)),
        Part(pgettext("organisation", "Leads"), colleagues(led, actor)),
        Part(
            _("Manager of units"),
            links=[Link(str(known.units[one][0]), here(one), "sitemap") for one in units],
        ),
        Part(
            _("Teams"),
            links=[Link(str(name), f"/organisation/?team={one}", "users-group") for one, name in inside],
        ),
    ]
    return [part for part in found if part.people or part.links]


def parts_of_unit(known: Directory, number: int, actor: Actor) -> list[Part]:
    """The units below a unit, and its people."""
    if number not in known.units:
        return []
    group = unit_group(known, number, actor)
    below = [Link(one.label, one.href, "sitemap") for one in group.below]
    found = [Part(_("Units"), links=below), Part(_("People"), group.people)]
    return [part for part in found if part.people or part.links]
