"""Home pages by role: which parts stand there in which order, and parts that an administrator added.

Added parts are read with the rights of who looks: a view that he does not find, or a field that he may not read, is no
part of his page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import epoch, home, plugs, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.errors import Refused
from kith.engine.fieldtypes.words import Words
from kith.engine.home import HomeRow, HomeSection, HomeTile, More
from kith.engine.listing import Listing
from kith.engine.plugs import SavedLook, address_of_list
from kith.engine.spec import EntitySpec
from kith.engine.summary import Line, group_of, summarize
from kith.features.layouts.models import HomePage
from kith.web import reports

BARS = 6
RANK = 1_000


@dataclass(frozen=True, slots=True)
class Arranged:
    """A stored home page."""

    order: tuple[str, ...]
    hidden: frozenset[str]
    parts: tuple[Mapping[str, Any], ...]


@epoch.per_configuration
def every() -> dict[int | None, Arranged]:
    """All home pages by role."""
    rows = HomePage.live().order_by("pk")
    return {row.role_id: Arranged(tuple(row.order), frozenset(row.hidden), tuple(row.parts)) for row in rows}


def page_of(actor: Actor) -> Arranged | None:
    """The one for the first of an actor's roles that has one, else the one for everybody."""
    known = every()
    if not known:
        return None
    person = directory().people.get(actor.user_id or 0)
    return next((known[role] for role in (*(person.role_ids if person else ()), None) if role in known), None)


def arrange(actor: Actor, found: list[HomeSection]) -> list[HomeSection]:
    """Sections in the order that was chosen, without those that were left out; new ones last."""
    chosen = page_of(actor)
    if chosen is None:
        return found
    rank = {key: place for place, key in enumerate(chosen.order)}
    shown = [one for one in found if one.key not in chosen.hidden]
    return sorted(shown, key=lambda one: rank.get(one.key, RANK))


@home.source
def added(actor: Actor) -> list[HomeSection]:
    """The parts that were added to somebody's page."""
    chosen = page_of(actor)
    if chosen is None:
        return []
    made = (section(part, actor) for part in chosen.parts if part["key"] not in chosen.hidden)
    return [one for one in made if one is not None]


def section(part: Mapping[str, Any], actor: Actor) -> HomeSection | None:
    """One added part as its reader may see it; None where he may not."""
    spec = next((one for one in registry.specs() if one.key == part["entity"]), None)
    if spec is None or not home.readable(spec, actor):
        return None
    views = plugs.views_for(spec, actor) if part.get("view") else []
    look = next((one for one in views if one.id == part["view"]), None)
    if part.get("view") and look is None:
        return None
    try:
        return SHOWN[part["show"]](spec, part, look, actor)
    except Refused:
        return None


def rows(
    spec: EntitySpec, part: Mapping[str, Any], look: SavedLook | None, actor: Actor
) -> HomeSection | None:
    """The first rows of a view."""
    if not home.readable(spec, actor, spec.title):
        return None
    where = parse(look.where, spec, actor) if look and look.where else None
    readable = spec.readable(actor)
    notes = [key for key in spec.entity.subtitle if key in readable and key != spec.title][:1]
    sort = look.sort if look else ()
    listing = Listing(
        spec, actor, fields=(spec.title, *notes), where=where, sort=sort or (spec.sort,), limit=home.FEW
    )
    found = listing.page().rows
    total = listing.count(home.COUNTED + 1, known=len(found))[0] if len(found) == home.FEW else len(found)
    made = [
        HomeRow(str(row.values[spec.title] or f"{spec.label} {row.id}"), spec.key, row.id) for row in found
    ]
    more = More(str(spec.label_plural), link(spec, look), total)
    return HomeSection(part["key"], name(part, spec, look), spec.icon, made, look=True, more=(more,))


def figure(spec: EntitySpec, part: Mapping[str, Any], look: SavedLook | None, actor: Actor) -> HomeSection:
    """One figure: how many, or what they are together."""
    where = parse(look.where, spec, actor) if look and look.where else None
    (line,) = summarize(spec, actor, groups=(), measures=measures(part), where=where)
    tile = HomeTile(measured(spec, part), text(line, actor), link(spec, look))
    return HomeSection(part["key"], name(part, spec, look), spec.icon, aside=True, tiles=(tile,))


def chart(spec: EntitySpec, part: Mapping[str, Any], look: SavedLook | None, actor: Actor) -> HomeSection:
    """A figure for each group, the largest first, with a bar that shows how they compare."""
    where = parse(look.where, spec, actor) if look and look.where else None
    group = group_of(spec, actor, part["group"])
    lines = summarize(
        spec, actor, groups=(part["group"],), measures=measures(part), where=where, most=4 * BARS
    )
    largest = sorted(lines, key=size, reverse=True)[:BARS]
    names = reports.named(group, {line.keys[0] for line in largest if line.keys[0] is not None}, actor)
    top = max((size(line) for line in largest), default=Decimal(0))
    conditions = [look.where] if look and look.where else []
    tiles = tuple(
        HomeTile(
            names.get(line.keys[0], _("Empty")),
            text(line, actor),
            address_of_list(spec, *conditions, reports.condition(group, line.keys[0])),
            size(line) / top if top > 0 else None,
        )
        for line in largest
    )
    return HomeSection(part["key"], name(part, spec, look), spec.icon, aside=True, tiles=tiles)


SHOWN = {"rows": rows, "figure": figure, "chart": chart}


def measures(part: Mapping[str, Any]) -> tuple[str, ...]:
    """What is added up, if anything."""
    return (part["measure"],) if part.get("measure") else ()


def size(line: Line) -> Decimal:
    """How large a line is."""
    value = line.values[0] if line.values else line.count
    return Decimal(getattr(value, "amount", value) or 0)


def text(line: Line, actor: Actor) -> str:
    """What a line says."""
    return reports.figure(actor, line.values[0]) if line.values else actor.show.number(line.count)


def measured(spec: EntitySpec, part: Mapping[str, Any]) -> str:
    """What a figure counts or adds up."""
    key = str(part.get("measure") or "").partition(":")[2]
    return str(spec.fields[key].label) if key in spec.fields else str(spec.label_plural)


def name(part: Mapping[str, Any], spec: EntitySpec, look: SavedLook | None) -> str:
    """The title of an added part: its own, else what it shows."""
    said = str(Words(part.get("title") or {}, ""))
    if said:
        return said
    by = spec.fields.get(str(part.get("group") or "").partition(".")[0])
    base = look.name if look else str(spec.label_plural)
    return f"{base} · {by.label}" if by is not None and part["show"] == "chart" else base


def link(spec: EntitySpec, look: SavedLook | None) -> str:
    """The whole list behind a part."""
    return address_of_list(spec, *([look.where] if look and look.where else []))


home.arrangers.append(arrange)
