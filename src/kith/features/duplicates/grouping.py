"""Groups as somebody sees them: only records within reach, and of them only what he may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kith.engine import records, registry
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.duplicates.models import Group
from kith.kernel.numbers import identity

PAGE = 20
LOOKED = 200
"""So many groups are looked at for one page: of others the reader sees less than two records."""
TOLD = ("phone", "mobile", "email", "city")


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a group."""

    entity: str
    id: int
    title: str
    href: str
    icon: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One group: how likely in percent, its records, and where they are merged, "" when only one is of the entity."""

    id: int
    percent: int
    members: Sequence[Member]
    merge: str


def place_of(after: str) -> tuple[float, int] | None:
    """Where a page begins, None for what no page said."""
    chance, _sign, number = after.partition("-")
    try:
        found = float(chance), identity(number)
    except ValueError:
        return None
    return None if found[1] is None else (found[0], found[1])


def groups(spec: EntitySpec, actor: Actor, *, after: str = "", most: int = PAGE) -> tuple[list[Shown], str]:
    """A page of open groups, the surest first, and what the next page begins after ("" at the end)."""
    rows = Group.objects.filter(entity=spec.key, open=True).order_by("-chance", "id")
    place = place_of(after)
    if place is not None:
        rows = rows.filter(Q(chance__lt=place[0]) | Q(chance=place[0], id__gt=place[1]))
    taken = list(rows[:LOOKED])
    visible = _visible(taken, actor)
    found: list[Shown] = []
    for row in taken:
        members = [visible[one] for one in _members(row) if one in visible]
        if len(members) > 1:
            found.append(_shown(spec, row, members, actor))
        if len(found) == most:
            return found, f"{row.chance!r}-{row.pk}"
    return found, f"{taken[-1].chance!r}-{taken[-1].pk}" if len(taken) == LOOKED else ""


def _members(row: Group) -> list[tuple[str, int]]:
    return [*((row.entity, int(one)) for one in row.members), *((key, int(one)) for key, one in row.others)]


def _visible(rows: Sequence[Group], actor: Actor) -> dict[tuple[str, int], Any]:
    """The records of groups that an actor sees: one query for each entity."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for key, number in (one for row in rows for one in _members(row)):
        wanted[key].add(number)
    return {
        (key, record.pk): record
        for key, ids in wanted.items()
        if registry.known(key) is not None
        for record in records.visible(registry.spec(key).model, to=actor).filter(pk__in=ids)
    }


def seen(row: Group, actor: Actor) -> list[tuple[str, int]]:
    """The records of a group that an actor sees."""
    return sorted(_visible([row], actor))


def _shown(spec: EntitySpec, row: Group, members: Sequence[Any], actor: Actor) -> Shown:
    own = [str(one.pk) for one in members if registry.spec_of(one).key == spec.key]
    merge = f"/merge/{spec.key}/?records={','.join(own)}" if len(own) > 1 else ""
    return Shown(row.pk, int(row.chance * 100), [_member(one, actor) for one in members], merge)


def _member(record: Any, actor: Actor) -> Member:
    spec = registry.spec_of(record)
    details = []
    for name in TOLD:
        if name in spec.fields and actor.access.level(spec.key, name) >= Level.READ:
            item = spec.fields[name]
            details.append(item.type.text(spec.value(record, item), item, actor.show))
    title = title_of(spec, record, actor)
    told = tuple(text for text in details if text)
    return Member(spec.key, record.pk, title, f"/{spec.plural}/{record.pk}/", spec.entity.icon, told)
