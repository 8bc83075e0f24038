"""Links that lead to some records are led to another one of their entity, through the gate and in one batch.

Only the link changes: what a row was filled in with or refused for when it was written is not asked again, while what
others keep of it (roll-ups, formulas, search) follows. A row that would stand twice then goes to the trash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.base.gate import Write
from kith.engine.errors import Invalid
from kith.engine.expressions import ListHas, column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.journal import Batch
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from kith.engine.titles import title_of
from kith.kernel import clock

CHUNK = 500


@dataclass(frozen=True)
class Child:
    """An entity with the links of it that lead to records of another one."""

    spec: EntitySpec
    links: tuple[FieldSpec, ...]

    def rows(self, target: str, ids: Sequence[int]) -> Any:
        """The rows that link to one of these records, those in the trash too; of their own entity none of them."""
        found = self.spec.model.objects.all()
        for place, link in enumerate(self.links):
            if link.custom and link.type.key == "reference":
                found = found.annotate(**{f"_to{place}": column(link)})
        found = found.filter(reduce(or_, (_leads(one, at, target, ids) for at, one in enumerate(self.links))))
        return found.exclude(pk__in=ids) if self.spec.key == target else found

    @property
    def belongs(self) -> bool:
        """Whether its rows are in whose reach the record is that they belong to."""
        return self.spec.entity.rule is not None

    def unseen(self, target: str, ids: Sequence[int], by: Actor) -> int:
        """How many live rows link there that the actor may not see."""
        if self.belongs:
            return 0
        rows = self.rows(target, ids).filter(LIVE)
        seen = Scope(self.spec.key, by.access).predicate()
        return int(rows.count() - rows.filter(seen).count())


def _leads(link: FieldSpec, place: int, target: str, ids: Sequence[int]) -> Q:
    if link.type.key == "references":
        return reduce(or_, (Q(ListHas(column(link), number)) for number in ids), Q(pk__in=()))
    if link.type.key == "anyreference":
        return Q(**{f"{link.column}_entity": target, f"{link.column}__in": ids})
    return Q(**{f"_to{place}__in" if link.custom else f"{link.column}__in": ids})


def children(target: EntitySpec) -> list[Child]:
    """Every entity whose rows link to records of this one."""
    found = []
    for spec in registry.specs():
        links = tuple(
            link
            for link in spec.linking(target.key)
            if link.key not in SYSTEM_FIELDS and link.through is None and link.computed is None
        )
        if links:
            found.append(Child(spec, links))
    return found


@dataclass
class Carrying:
    """Rows that link to the records `ids` of an entity come to link to the one of number `to`."""

    target: EntitySpec
    ids: Sequence[int]
    to: int
    by: Actor
    batch: Batch

    def chunks(self, child: Child) -> Iterator[int]:
        """Lead a child's rows there, as many as go into one statement at a time; how many each time. Raises Invalid
        when one is refused."""
        last = 0
        while True:
            rows = child.rows(self.target.key, self.ids).filter(pk__gt=last).order_by("pk")
            records = list(rows.select_for_update(of=("self",))[:CHUNK])
            if not records:
                return
            last = records[-1].pk
            self._lead(child, records)
            yield len(records)

    def all(self) -> int:
        """Lead all rows there; how many there were."""
        return sum(count for child in children(self.target) for count in self.chunks(child))

    def _lead(self, child: Child, records: Sequence[Any]) -> None:
        write = Write(child.spec, self.by.as_house(), "update", trusted=True)
        changes = [self._led(write, child, record) for record in records]
        write.run(changes, self.batch, partial=True)
        wrong = [change for change in changes if change.errors]
        twice = [change for change in wrong if self._may_go(child)]
        if len(twice) < len(wrong):
            raise Invalid({"": [self._said(child, next(one for one in wrong if one not in twice))]})
        if twice:
            self._take_away(child, [change.record.pk for change in twice])

    def _led(self, write: Write, child: Child, record: Any) -> Change:
        change = write.begin(record)
        for link in child.links:
            value = child.spec.value(record, link)
            child.spec.set(record, link, self._instead(child, record, link, value))
        return change

    def _instead(self, child: Child, record: Any, link: FieldSpec, value: Any) -> Any:
        """What a link says then. A record never links to itself because of it."""
        itself = child.spec.key == self.target.key and record.pk == self.to
        if link.type.key == "references":
            found = [self.to if one in self.ids else one for one in value or ()]
            return [one for one in dict.fromkeys(found) if not (itself and one == self.to)]
        if link.type.key == "anyreference":
            leads = value is not None and value[0] == self.target.key and value[1] in self.ids
            return (None if itself else (self.target.key, self.to)) if leads else value
        return (None if itself else self.to) if value in self.ids else value

    @staticmethod
    def _may_go(child: Child) -> bool:
        """Whether a row says no more than that two belong together, so that it is not needed twice."""
        names = {link.key for link in child.links}
        constraints = child.spec.model._meta.constraints
        once = (set(one.fields) for one in constraints if isinstance(one, UniqueConstraint))
        return any(names & fields for fields in once) or bool(names & {*child.spec.entity.joins})

    def _take_away(self, child: Child, ids: Sequence[int]) -> None:
        """What is known of the other record already goes to the trash, its link as it was."""
        write = Write(child.spec, self.by.as_house(), "delete", trusted=True)
        rows = child.spec.model.objects.filter(pk__in=ids, deleted_at__isnull=True)
        changes = []
        for record in rows.select_for_update(of=("self",)).order_by("pk"):
            change = write.begin(record)
            change.move(clock.now())
            changes.append(change)
        write.run(changes, self.batch)

    def _said(self, child: Child, change: Change) -> str:
        told = " ".join(str(text) for texts in change.errors.values() for text in texts)
        name = title_of(child.spec, change.record, self.by)
        return _("%(what)s “%(name)s”: %(why)s") % {"what": child.spec.label, "name": name, "why": told}
