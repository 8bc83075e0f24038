"""Everything that concerns a person: the record itself, what links to it, what belongs to those, and who is alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.db.models import lookups as look

from kith.engine import records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, NotFound
from kith.engine.expressions import ListHas, column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.persons import entities, is_person
from kith.engine.scope import Scope
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec

VERB = "privacy"
IDENTIFYING = ("email", "phone")
LEAST = 5
"""Shorter addresses and numbers say nothing about who somebody is."""


class Tie(StrEnum):
    """How a record belongs to a person: it is the person, it links to it alone or among others, it belongs to one of
    these, or it is a person with the same address or number."""

    SELF = "self"
    LINKED = "linked"
    SHARED = "shared"
    PART = "part"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one entity that belong to a person in the same way."""

    spec: EntitySpec
    tie: Tie
    records: tuple[Any, ...]

    @property
    def key(self) -> str:
        """What choices are made under."""
        return f"{self.spec.key}-{self.tie}"

    @property
    def ids(self) -> list[int]:
        """The numbers of its records."""
        return [row.pk for row in self.records]


def person(spec: EntitySpec, number: int, actor: Actor) -> Any:
    """A person, in the trash or not, whom this actor may answer for. Raises NotFound, Forbidden."""
    if spec.entity.person is None:
        raise NotFound
    try:
        found = records.find(spec, number, actor, "read")
    except NotFound:
        found = spec.model.objects.filter(pk=number, deleted_at__isnull=False).first()
        if found is None or actor.access.reach(spec.key, VERB) is not Reach.ALL:
            raise
    if not is_person(spec, found):
        raise NotFound
    if not Scope(spec.key, actor.access, VERB).covers(found):
        raise Forbidden
    return found


def may(spec: EntitySpec, record: Any, actor: Actor) -> bool:
    """Whether an actor may answer for this record as for a person."""
    return (
        actor.access.reach(spec.key, VERB) is not Reach.NONE
        and is_person(spec, record)
        and Scope(spec.key, actor.access, VERB).covers(record)
    )


def everything(spec: EntitySpec, record: Any, by: Actor) -> list[Group]:
    """All groups, each record in the first that it belongs to; of persons alike those that `by` may answer for."""
    groups = [Group(spec, Tie.SELF, (record,))]
    seen = {(spec.key, record.pk)}
    if spec.entity.group != "settings":
        groups += _fresh(_linked(spec, [record.pk]), seen)
        alone = [group for group in groups if group.tie is Tie.LINKED]
        for group in alone:
            groups += _fresh(parts(group.spec, group.ids), seen)
    groups += _fresh(parts(spec, [record.pk]), seen)
    groups += _fresh(_alike(spec, record, by), seen)
    return _merged(groups)


def _fresh(found: Iterator[Group], seen: set[tuple[str, int]]) -> Iterator[Group]:
    """What was not seen before."""
    for group in found:
        rows = tuple(row for row in group.records if (group.spec.key, row.pk) not in seen)
        seen.update((group.spec.key, row.pk) for row in rows)
        if rows:
            yield Group(group.spec, group.tie, rows)


def _merged(groups: Sequence[Group]) -> list[Group]:
    """One group per entity and tie, in the order in which they were met."""
    by_key: dict[str, Group] = {}
    for group in groups:
        known = by_key.get(group.key)
        by_key[group.key] = Group(
            group.spec, group.tie, (*known.records, *group.records) if known else group.records
        )
    return list(by_key.values())


def _linked(spec: EntitySpec, ids: Sequence[int]) -> Iterator[Group]:
    """What links to these records; links among others come last."""
    later: list[Group] = []
    for other, field in _links(spec):
        rows = tuple(other.model.objects.filter(_leads(field, spec, ids)).order_by("pk"))
        if field.type.key == "references":
            later.append(Group(other, Tie.SHARED, rows))
        else:
            yield Group(other, Tie.LINKED, rows)
    yield from later


def _links(spec: EntitySpec) -> Iterator[tuple[EntitySpec, FieldSpec]]:
    """The fields of all entities that may lead to records of this one."""
    for other in registry.specs():
        for field in other.fields.values():
            linked = field.type.key in ("reference", "references") and field.target == spec.key
            anywhere = field.type.key == "anyreference" and field.column is not None
            if (linked or anywhere) and field.key not in SYSTEM_FIELDS:
                yield other, field


def _leads(field: FieldSpec, spec: EntitySpec, ids: Sequence[int]) -> Q:
    """The rows whose link leads to one of these records."""
    if field.type.key == "anyreference":
        return Q(**{f"{field.column}_entity": spec.key, f"{field.column}__in": ids})
    if field.type.key == "references":
        found = Q(pk__in=())
        for number in ids:
            found |= Q(ListHas(column(field), number))
        return found
    return Q(look.In(column(field), ids)) if field.custom else Q(**{f"{field.column}__in": ids})


def parts(spec: EntitySpec, ids: Sequence[int]) -> Iterator[Group]:
    """Comments, files and the like that belong to these records."""
    for other, field in _links(spec):
        if field.type.key == "anyreference" and other.entity.group == "parts":
            yield Group(
                other, Tie.PART, tuple(other.model.objects.filter(_leads(field, spec, ids)).order_by("pk"))
            )


def identifiers(spec: EntitySpec, record: Any) -> dict[str, set[str]]:
    """Mail addresses and phone numbers of a record, by kind."""
    found: dict[str, set[str]] = {kind: set() for kind in IDENTIFYING}
    for field in spec.fields.values():
        value = spec.value(record, field) if field.type.key in IDENTIFYING else ""
        if value and len(str(value)) >= LEAST:
            found[field.type.key].add(str(value).lower())
    return found


def _alike(spec: EntitySpec, record: Any, by: Actor) -> Iterator[Group]:
    """Other persons with one of the same addresses or numbers."""
    known = identifiers(spec, record)
    for other in entities():
        wanted = Q(pk__in=())
        for field in other.fields.values():
            if field.type.key in IDENTIFYING and field.column:
                for value in known[field.type.key]:
                    wanted |= Q(**{f"{field.column}__iexact": value})
        rows = [row for row in other.model.objects.filter(wanted).order_by("pk") if may(other, row, by)]
        yield Group(other, Tie.ALIKE, tuple(rows))
