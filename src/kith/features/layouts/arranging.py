"""Which arrangement somebody sees, and changing it.

Where several fit a page, the most special one wins: first the one for the record's type, then the one for a role, then
the one for the device. Of somebody's roles the first counts that has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kith.engine import epoch, records
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.layouts.models import PageLayout
from kith.web import slots
from kith.web.arrangement import Arrangement, Block


@dataclass(frozen=True, slots=True)
class Aim:
    """For what a layout is: the key of a type of records, a role, a kind of device; empty means any."""

    type: str = ""
    role: int | None = None
    device: str = ""


Known = dict[str, dict[Aim, Arrangement]]


@epoch.per_configuration
def every() -> Known:
    """All arrangements by entity."""
    found: Known = {}
    for row in PageLayout.live().order_by("pk"):
        aim = Aim(row.record_type, row.role_id, row.device)
        found.setdefault(row.entity, {})[aim] = read(row)
    return found


def read(row: PageLayout) -> Arrangement:
    """What a stored arrangement says."""
    blocks = tuple(
        Block(
            str(one["key"]),
            str(one["key"]),
            tuple(one.get("fields", ())),
            int(one.get("columns") or 0),
            bool(one.get("collapsed")),
            one.get("title") or None,
        )
        for one in row.sections
    )
    return Arrangement(
        blocks,
        frozenset(row.left),
        tuple(row.facts) if row.facts or blocks else None,
        tuple(row.quick) or None,
        tuple(row.tabs),
        frozenset(row.hidden),
    )


def arrangement(spec: EntitySpec, actor: Actor, device: str = "") -> Arrangement | None:
    """The most special one that fits an actor's pages of an entity, or of one type of its records."""
    known = every().get(spec.key)
    if not known:
        return None
    person = directory().people.get(actor.user_id or 0)
    roles: tuple[int | None, ...] = (*(person.role_ids if person else ()), None)
    return fitting(known, spec.type_key, roles, device)


def fitting(
    known: dict[Aim, Arrangement], type_key: str, roles: tuple[int | None, ...], device: str
) -> Arrangement | None:
    """The most special of some arrangements for a type, the first of some roles, and a device."""
    aims = (
        Aim(kind, role, kit)
        for kind in dict.fromkeys((type_key, ""))
        for role in roles
        for kit in dict.fromkeys((device, ""))
    )
    return next((known[aim] for aim in aims if aim in known), None)


def may_arrange(actor: Actor) -> bool:
    """Whether an actor arranges pages."""
    return actor.access.reach("page-layout", "create") is Reach.ALL


def keep(spec: EntitySpec, aim: Aim, values: dict[str, Any], *, by: Actor) -> None:
    """Store an arrangement. Raises Forbidden."""
    stored = stored_of(spec, aim)
    if stored is None:
        said: dict[str, Any] = {
            "entity": spec.key,
            "record_type": aim.type,
            "role": aim.role,
            "device": aim.device,
        }
        records.create(PageLayout, by=by, **said, **values)
    else:
        records.update(stored, by=by, **values)


def drop(spec: EntitySpec, aim: Aim, actor: Actor) -> None:
    """Go back to what applies without this arrangement. Raises Forbidden."""
    stored = stored_of(spec, aim)
    if stored is not None:
        records.delete(stored, by=actor)


def stored_of(spec: EntitySpec, aim: Aim) -> Any:
    """The stored arrangement for exactly this."""
    rows = PageLayout.live().filter(entity=spec.key, record_type=aim.type, device=aim.device)
    return rows.filter(role__isnull=True).first() if aim.role is None else rows.filter(role=aim.role).first()


slots.add("arrangement", arrangement)
