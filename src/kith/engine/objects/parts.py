"""Records that are part of others: no circles, and what becomes of them when what they are part of goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import keeping, records, registry
from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.errors import Conflict
from kith.engine.expressions import column
from kith.engine.objects.declaring import OwnEntity
from kith.engine.objects.models import Parting
from kith.engine.spec import EntitySpec

CIRCLE = _("This is a part of the record itself.")


def shape(spec: EntitySpec) -> EntitySpec:
    """An entity whose records can be part of others of their kind refuses circles."""
    under = spec.fields.get(spec.entity.under)
    if under is None or under.target != spec.key:
        return spec

    def no_circles(changes: Sequence[Change], *, actor: Actor) -> None:
        given = {change.record.pk: spec.value(change.record, under) for change in changes}
        for change in changes:
            if under.key in change.diff and comes_back(spec, change.record.pk, given):
                change.refuse(under.key, CIRCLE)

    return replace(spec, checking=(*spec.checking, no_circles))


def comes_back(spec: EntitySpec, start: int | None, given: dict[int | None, int | None]) -> bool:
    """Whether the way up from a record leads back to it; `given` are links that are about to be written."""
    under, seen, number = spec.fields[spec.entity.under], set[int](), given.get(start)
    while number is not None and start is not None and number not in seen:
        if number == start:
            return True
        seen.add(number)
        if number in given:
            number = given[number]
        else:
            row = spec.model.objects.filter(pk=number).first()
            number = spec.value(row, under) if row is not None else None
    return False


def parts_of(spec: EntitySpec) -> Iterator[EntitySpec]:
    """The own objects whose records are part of records of an entity."""
    for one in registry.specs():
        link = one.fields.get(one.entity.under)
        if link is not None and link.target == spec.key and issubclass(one.entity, OwnEntity):
            yield one


def follow(spec: EntitySpec, rows: Sequence[Any], actor: Actor) -> None:
    """Parts go with what goes to the trash, or hold it, as their object says. What is put back was asked before."""
    gone = [row for row in rows if row.deleted_at is not None and row.before is not None and not row.restored]
    for part in parts_of(spec) if gone else ():
        parting = getattr(part.entity, "parting", Parting.KEEP)
        if parting == Parting.KEEP:
            continue
        link = column(part.fields[part.entity.under])
        numbers = [row.pk for row in gone]
        parts = list(part.model.live().annotate(_above=link).filter(_above__in=numbers))
        if parts and parting == Parting.REFUSE:
            raise Conflict(_("Delete or move its parts first: %(things)s.") % {"things": part.label_plural})
        for row in parts:
            records.delete(row, by=actor.as_house())


keeping.everywhere.append(follow)
