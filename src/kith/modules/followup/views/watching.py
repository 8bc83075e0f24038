"""The manager's page: by unit and person how many customers and leads were forgotten, each number a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.errors import Forbidden
from kith.engine.listing import Listing
from kith.engine.spec import UnknownField
from kith.modules.followup import queries
from kith.modules.followup.keeping import REMEMBERING
from kith.modules.followup.panels import address, names
from kith.web.responses import page
from kith.web.views.opening import opened


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, and the list behind it."""

    text: str
    href: str = ""


@dataclass(slots=True)
class Row:
    """A person, or a whole unit when it is `total`."""

    name: str
    cells: list[Cell]
    total: bool = False


@dataclass
class Numbers:
    """The counts of one list by owner."""

    entity: str
    key: str
    label: str
    by_owner: dict[int | None, int] = field(default_factory=dict)


@opened("GET")
def watch(request: Any) -> HttpResponse:
    """Everybody whose records the reader sees, by unit."""
    actor = request.actor
    found = [one for entity in REMEMBERING for one in counted(entity, actor)]
    if not found:
        raise Forbidden
    heads = [f"{registry.spec(one.entity).label_plural}: {one.label}" for one in found]
    return page(
        request, "followup/watch.html", title=_("Follow-up by person"), here="customer",
        heads=heads, groups=groups(found, actor),
    )  # fmt: skip


def counted(entity: str, actor: Actor) -> list[Numbers]:
    """The lists of an entity with their counts, by one statement; nothing where the reader may not read it."""
    spec, said = registry.spec(entity), names()
    if actor.access.reach(entity, "read") is Reach.NONE:
        return []
    try:
        lists = {key: parse(where, spec, actor) for key, where in queries.forgotten(entity).items()}
    except UnknownField:
        return []
    counts = {key: Count("pk", filter=to_q(node, actor)) for key, node in lists.items()}
    rows = list(Listing(spec, actor).rows().order_by().values("owner_id").annotate(**counts))
    return [Numbers(entity, key, said[key][0], {row["owner_id"]: row[key] for row in rows}) for key in lists]


def groups(found: list[Numbers], actor: Actor) -> list[tuple[str, list[Row]]]:
    """The rows by unit, each person once, those without numbers left out; who has no owner stands at the end."""
    known, rows = directory(), dict[int | None, list[int]]()
    for owner in {owner for one in found for owner, number in one.by_owner.items() if number and owner}:
        person = known.people.get(owner)
        rows.setdefault(person.unit_id if person else None, []).append(owner)
    made = []
    for unit, people in rows.items():
        label = str(known.units[unit][0]) if unit is not None and unit in known.units else _("Without a unit")
        lines = [row_of(found, [one], known.people[one].name, actor) for one in people if one in known.people]
        lines.sort(key=lambda row: row.name)
        made.append((label, [*lines, row_of(found, people, _("Together"), actor, total=True)]))
    return sorted(made)


def row_of(found: list[Numbers], people: list[int], name: str, actor: Actor, *, total: bool = False) -> Row:
    """The numbers of some people."""
    whose = {"field": "owner", "op": "in", "value": sorted(people)}
    cells = []
    for one in found:
        number = sum(one.by_owner.get(person, 0) for person in people)
        href = address(one.entity, one.key, whose) if number else ""
        cells.append(Cell(actor.show.number(number), href))
    return Row(name, cells, total)
