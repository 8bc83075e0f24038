"""Rules of added links: what becomes of them when the record goes that they lead to, and trees without circles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.engine import bulk, registry
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH, Change
from kith.engine.errors import Invalid
from kith.engine.expressions import ListHas, column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec

MOST = 5_000
"""Links that are emptied, or records that are deleted along, at once."""
DEPTH = 1_000


def leading(child: EntitySpec, link: FieldSpec, ids: Sequence[int]) -> Any:
    """The live records whose link leads to one of these."""
    if link.type.key == "references":
        having = reduce(or_, (Q(ListHas(column(link), number)) for number in ids), Q(pk__in=()))
        return child.model.live().filter(having)
    return child.model.live().annotate(_link=column(link)).filter(_link__in=ids)


@dataclass(frozen=True)
class Gone:
    """What an added link of `child` asks for when the record goes that it leads to."""

    child: str
    key: str
    what: str

    @property
    def link(self) -> FieldSpec:
        """The link."""
        return registry.spec(self.child).fields[self.key]

    def check(self, changes: Sequence[Change], *, actor: Actor) -> None:
        """Refuse to delete what is linked, or what too much is linked to."""
        going = {one.record.pk: one for one in changes if TRASH in one.touched and one.record.deleted_at}
        spec = registry.spec(self.child)
        for number, change in going.items():
            rows = leading(spec, self.link, [number])
            own = rows.exclude(pk__in=going) if change.record._meta.model is spec.model else rows
            said = {"things": spec.label_plural, "link": self.link.label, "most": MOST}
            if self.what == "refuse" and own.exists():
                change.refuse("", _("%(things)s still link here (%(link)s).") % said)
            elif self.what != "refuse" and own.values_list("pk", flat=True)[: MOST + 1].count() > MOST:
                change.refuse("", _("More than %(most)s %(things)s link here (%(link)s).") % said)

    def follow(self, records: Sequence[Any], *, actor: Actor) -> None:
        """Empty the links, or delete along, in the same batch; taken back, both come back by themselves."""
        gone = [
            one.pk
            for one in records
            if one.deleted_at and one.before and not one.before.trashed and not one.restored
        ]
        spec = registry.spec(self.child)
        rows = list(leading(spec, self.link, gone)) if gone and self.what != "refuse" else []
        if not rows:
            return
        by = actor.as_house()
        if self.what == "delete":
            done = bulk.delete(spec.model, [row.pk for row in rows], by=by)
        else:
            emptied = [
                (row.pk, None, {self.key: self._without(spec.value(row, self.link), gone)}) for row in rows
            ]
            done = bulk.update(spec.model, emptied, by=by)
        wrong = next((outcome.errors for outcome in done if outcome.errors), None)
        if wrong is not None:
            told = " ".join(str(text) for texts in wrong.values() for text in texts)
            raise Invalid({"": [f"{spec.label_plural}: {told}"]})

    @staticmethod
    def _without(value: Any, gone: Sequence[int]) -> Any:
        return [number for number in value if number not in gone] if isinstance(value, list) else None


@dataclass(frozen=True)
class Tree:
    """An added link from records to others of their kind that may never come back to where it began."""

    entity: str
    key: str

    def check(self, changes: Sequence[Change], *, actor: Actor) -> None:
        """Refuse a link that leads, over however many records, to the record itself."""
        spec = registry.spec(self.entity)
        link = spec.fields[self.key]
        moved = {one.record.pk: spec.value(one.record, link) for one in changes if self.key in one.diff}
        open_ = {one.record.pk: one for one in changes if moved.get(one.record.pk) is not None}
        at = {number: moved[number] for number in open_}
        for _step in range(DEPTH):
            for number in [number for number, above in at.items() if above == number]:
                open_[number].refuse(self.key, _("A record cannot stand above itself."))
                del at[number]
            if not at:
                return
            ask = {above for above in at.values() if above not in moved}
            rows = (
                spec.model.live().filter(pk__in=ask).annotate(_link=column(link)).values_list("pk", "_link")
            )
            above_of = {**dict(rows), **moved}
            at = {number: above_of[above] for number, above in at.items() if above_of.get(above) is not None}


def join(specs: dict[str, EntitySpec]) -> dict[str, EntitySpec]:
    """Have the specs ask for what added links say."""
    found = dict(specs)
    for spec in specs.values():
        for field in spec.custom:
            if field.when_gone and field.target in found:
                rule = Gone(spec.key, field.key, field.when_gone)
                target = found[field.target]
                found[field.target] = replace(
                    target, checking=(*target.checking, rule.check), keeping=(*target.keeping, rule.follow)
                )
            if field.tree and field.target == spec.key:
                tree = Tree(spec.key, field.key)
                found[spec.key] = replace(found[spec.key], checking=(*found[spec.key].checking, tree.check))
    return found
