"""Who reports to whom in a customer: its contacts, and those who are involved in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kith.engine import records, registry
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.modules.customers.models import Contact, Customer, Involvement

MOST = 300
"""People who are drawn."""
SHOWN = ("position", "role", "attitude", "influence", "reports_to")


@dataclass(slots=True)
class Place:
    """A person in a chart: what he is there, how he thinks of us (`tone` is its colour), who reports to him. `edit` is
    where the reader changes to whom he reports, on which `version`; "" where he may not."""

    id: int
    name: str
    position: str = ""
    role: str = ""
    attitude: str = ""
    tone: str = ""
    influence: str = ""
    reports_to: int | None = None
    further: bool = False
    edit: str = ""
    version: int = 0
    below: list[Place] = field(default_factory=list)


def places(customer: Customer, actor: Actor) -> list[Place]:
    """The people of a customer whom the actor sees, by name, each once; two queries, and two for what he may change."""
    own = records.visible(Contact, to=actor).filter(customer=customer).order_by("name_key", "pk")[:MOST]
    found = {one.pk: place for one, place in _placed(own, "contact", actor)}
    rows = records.visible(Involvement, to=actor).filter(customer=customer)
    rows = rows.filter(contact__in=records.visible(Contact, to=actor)).select_related("contact")
    for _row, place in _placed(rows.order_by("contact__name_key", "pk")[:MOST], "involvement", actor):
        place.further = True
        found.setdefault(place.id, place)
    return list(found.values())


def _placed(rows: Iterable[Any], entity: str, actor: Actor) -> list[tuple[Any, Place]]:
    """Where each row puts its person; those that the actor may put under another one with the way to that."""
    spec, rows = registry.spec(entity), list(rows)
    may: set[int] = set()
    if rows and actor.access.level(entity, "reports_to") is Level.WRITE:
        reach = Scope(entity, actor.access, "update").predicate()
        may = set(
            spec.model.objects.filter(reach, pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
        )
    found = []
    for row in rows:
        place = _place(getattr(row, "contact", row), row, spec, actor)
        place.version = row.version
        if row.pk in may:
            place.edit = f"/{spec.plural}/{row.pk}/edit/?field=reports_to"
        found.append((row, place))
    return found


def _place(contact: Contact, said: Any, spec: EntitySpec, actor: Actor) -> Place:
    known = spec.readable(actor)
    values = {name: spec.value(said, spec.fields[name]) for name in SHOWN if name in known}
    labels = {
        name: next((one for one in known[name].choices if one.value == values[name]), None)
        for name in ("role", "attitude", "influence")
        if name in values
    }
    words = {name: str(one.label) for name, one in labels.items() if one}
    mood = labels.get("attitude")
    name = contact.name if "name" in registry.spec("contact").readable(actor) else ""
    place = Place(contact.pk, name, values.get("position", ""), reports_to=values.get("reports_to"))
    place.role, place.attitude, place.influence = (
        words.get(one, "") for one in ("role", "attitude", "influence")
    )
    place.tone = mood.tone if mood else ""
    return place


def drawn(rows: Sequence[Place]) -> list[Place]:
    """The people below whom they report to; a circle is opened at its first one."""
    known = {row.id: row for row in rows}
    top = [row for row in rows if row.reports_to not in known or row.reports_to == row.id]
    for row in rows:
        if row not in top:
            known[row.reports_to or 0].below.append(row)
    reached = {one.id for row in top for one in _below(row)}
    for row in rows:
        if row.id not in reached:
            for other in rows:
                other.below = [one for one in other.below if one is not row]
            top.append(row)
            reached |= {one.id for one in _below(row)}
    return top


def _below(row: Place) -> Iterator[Place]:
    yield row
    for one in row.below:
        yield from _below(one)
