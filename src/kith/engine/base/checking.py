"""What the gate asks of rows before it stores them: filled in, links within reach, only once, not given away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import UniqueConstraint
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from kith.engine import plugs, registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH, Change
from kith.engine.condition import subjects
from kith.engine.dependence import Conditional, chosen_from, offered
from kith.engine.errors import Invalid
from kith.engine.expressions import column as column_of
from kith.engine.fieldtypes import FieldSpec
from kith.engine.forwarding import staying
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.spec import ASSIGNMENT, EntitySpec
from kith.engine.titles import all_titles

REQUIRED = _("This must be filled in.")
UNWRITABLE = _("You cannot set this field.")
OUT_OF_REACH = _("There is no such record, or it is not shared with you.")
TWICE = _("This exists already.")
TOGETHER = _("There is another record with the same %(fields)s.")
UNOFFERED = _("“%(choice)s” is not offered for %(field)s “%(value)s”.")
NO_PICTURE = _("Choose a picture (PNG, JPEG, GIF or WebP).")
NOT_ALLOWED = _("This record cannot be chosen here.")
SILENT = frozenset({"created_at", "created_by", "updated_at", "updated_by"})


@dataclass
class Checking:
    """The checks of one write. `trusted` leaves out who may give rows away: for undo only."""

    spec: EntitySpec
    actor: Actor
    trusted: bool = False

    def run(self, changes: Sequence[Change]) -> None:
        """Note what differs, and what is wrong with it, in each change."""
        for change in changes:
            now = self.spec.snapshot(change.record)
            before = change.before or {}
            change.diff = {
                name: [before.get(name), value]
                for name, value in now.items()
                if value != before.get(name)
                and name not in self._silent
                and not (change.before is None and value in (None, "", [], {}))
            }
            change.diff |= change.trashing()
            self._required(change)
            for check in self.spec.entity.checks:
                try:
                    check(change.record, actor=self.actor)
                except Invalid as error:
                    change.merge(error.errors)
        self._links(changes)
        self._files(changes)
        self._conditions(changes)
        self._unique(changes)
        if not self.trusted:
            self._needed_now(changes)
            for change in changes if self.spec.dependent else ():
                self._dependent(change)
            self._assignment(changes)
            for rule in self.spec.checking:
                rule(changes, actor=self.actor)

    @cached_property
    def _silent(self) -> frozenset[str]:
        """Fields whose change is no change of the record."""
        return SILENT | {item.key for item in self.spec.custom if item.kept}

    def _required(self, change: Change) -> None:
        """An added field that was empty once may be so again when that is put back."""
        back = self.trusted and change.before is not None
        for item in self.spec.of(change.record).needed:
            if item.key in change.errors or (back and item.custom):
                continue
            relevant = change.before is None or item.key in change.diff
            if relevant and item.type.empty(self.spec.value(change.record, item)):
                change.refuse(item.key, REQUIRED)

    def _needed_now(self, changes: Sequence[Change]) -> None:
        """Fields that must be filled in because of what else the record says."""
        if not self.spec.conditional:
            return
        rules = Conditional(self.spec, self.actor)
        for change in changes:
            if change.record.deleted_at is not None:
                continue
            touched = None if change.before is None else frozenset(change.diff)
            known = self.spec.of(change.record).fields.keys() - change.errors.keys()
            for item in rules.needed(change.record, touched):
                if item.key in known and item.type.empty(self.spec.value(change.record, item)):
                    change.refuse(item.key, REQUIRED)

    def _dependent(self, change: Change) -> None:
        """Choices that the field which they depend on does not offer."""
        for item in self.spec.dependent:
            if not {item.key, item.depends_on} & change.diff.keys() or item.key in change.errors:
                continue
            above = self.spec.fields[item.depends_on]
            value = self.spec.value(change.record, above)
            given = self.spec.value(change.record, item) or ()
            left = {choice.value for choice in offered(item, value)}
            for one in [given] if isinstance(given, str) else given:
                if one not in left:
                    said, over = item.choice(one), above.choice(value)
                    words = {"choice": said.label if said else one, "value": over.label if over else value}
                    change.refuse(item.key, UNOFFERED % {**words, "field": above.label})
                    break

    def _links(self, changes: Sequence[Change]) -> None:
        """Every newly set link must lead to a record that the actor may see, and that may be chosen there."""
        for item in self.spec.fields.values():
            if item.type.key not in ("reference", "references", "anyreference") or item.key in SILENT:
                continue
            asked = list(self._asked(changes, item))
            wanted: dict[str, set[int]] = {}
            for _change, target, ids in asked:
                wanted.setdefault(target, set()).update(ids)
            known = {
                target: staying(target, reachable(target, ids, self.actor)) for target, ids in wanted.items()
            }
            fitting = known if self.trusted or not item.allowed else self._fitting(item, known)
            for change, target, ids in asked:
                if not set(ids) <= fitting[target]:
                    change.refuse(item.key, NOT_ALLOWED if set(ids) <= known[target] else OUT_OF_REACH)

    def _files(self, changes: Sequence[Change]) -> None:
        """A field holds a file of its own record only: whoever sees the record sees it. One that its writer sent ahead
        becomes the record's."""
        fields = self.spec.filed
        held = [(change, item, self.spec.value(change.record, item)) for item in fields for change in changes
                if item.key in change.diff]  # fmt: skip
        ids = {number for _change, _item, number in held if number is not None}
        door = plugs.file_door() if ids else None
        places = door.places(ids) if door else {}
        waiting = dict(door.waiting(ids - places.keys(), self.actor)) if door else {}
        for change, item, number in held:
            if number is None or places.get(number) == (self.spec.key, change.record.pk):
                continue
            if number not in waiting:
                change.refuse(item.key, OUT_OF_REACH)
            elif item.type.key != "file" and not waiting.pop(number)[1].startswith("image/"):
                change.refuse(item.key, NO_PICTURE)
            else:
                waiting.pop(number, None)

    def _asked(self, changes: Sequence[Change], item: FieldSpec) -> Iterator[tuple[Change, str, list[int]]]:
        """The records to which a link leads newly."""
        for change in changes:
            if item.key in change.diff and item.key not in change.errors:
                target, ids = self._targets(change, item)
                if ids:
                    yield change, target, ids

    def _fitting(self, item: FieldSpec, known: dict[str, set[int]]) -> dict[str, set[int]]:
        return {target: chosen_from(item, ids, self.actor) for target, ids in known.items()}

    def _targets(self, change: Change, item: FieldSpec) -> tuple[str, list[int]]:
        value = self.spec.value(change.record, item)
        if value in (None, []):
            return "", []
        if item.type.key == "anyreference":
            return value[0], [value[1]]
        old = set((change.before or {}).get(item.key) or ()) if item.type.key == "references" else set()
        return item.target or "", [
            number for number in (value if isinstance(value, list) else [value]) if number not in old
        ]

    def _conditions(self, changes: Sequence[Change]) -> None:
        """Every newly written condition must be one that its writer may ask of the records that it is about."""
        for item in self._asking:
            of = subjects.naming(item)
            for change in changes:
                if {item.key, of} & change.diff.keys() and item.key not in change.errors:
                    value = self.spec.value(change.record, item)
                    field = subjects.on_record(item, self.spec, change.record)
                    if message := subjects.wrong(value, field, self.actor):
                        change.refuse(item.key, message)

    @cached_property
    def _asking(self) -> tuple[FieldSpec, ...]:
        """Fields that hold conditions."""
        return tuple(item for item in self.spec.fields.values() if item.type.key == "condition")

    def _unique(self, changes: Sequence[Change]) -> None:
        for constraint in self.spec.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                message = constraint.get_violation_error_message()
                self._once(changes, list(constraint.fields), message)
        for item in self.spec.custom:
            if item.unique:
                names = [name for name in item.unique_with if name in self.spec.fields]
                labels = get_text_list(
                    [str(self.spec.fields[name].label) for name in (item.key, *names)], _("and")
                )
                said: Any = TOGETHER % {"fields": labels} if names else TWICE
                self._once(changes, [item.key, *names], said, at=item.key)

    def _once(self, changes: Sequence[Change], names: list[str], message: Any, at: str = "") -> None:
        """Refuse rows whose values stand already in another live row, or twice among the changes."""
        items = [self.spec.fields[name] for name in names]
        keys: dict[tuple[Any, ...], Change] = {}
        for change in changes:
            values = tuple(self.spec.value(change.record, item) for item in items)
            empty = any(item.type.empty(value) for item, value in zip(items, values, strict=True))
            if empty or change.record.deleted_at is not None:
                continue
            if change.before is not None and not {*names, TRASH} & change.diff.keys():
                continue
            if values in keys:
                change.refuse(at or names[-1], message)
            keys.setdefault(values, change)
        if not keys:
            return
        marks = {f"_k{number}": column_of(item) for number, item in enumerate(items)}
        rows = self.spec.model.objects.filter(LIVE).annotate(**marks).filter(_k0__in={key[0] for key in keys})
        for pk, *found in rows.values_list("pk", *sorted(marks)):
            rival = keys.get(tuple(found))
            if rival is not None and rival.record.pk != pk:
                rival.refuse(at or names[-1], message)

    def _assignment(self, changes: Sequence[Change]) -> None:
        """Giving a row to somebody else needs the right to assign it as it was."""
        scope = Scope(self.spec.key, self.actor.access, "assign")
        for change in changes:
            moved = ASSIGNMENT & change.diff.keys()
            if change.before is None:
                if change.record.owner_id not in (None, self.actor.user_id) and scope.reach is Reach.NONE:
                    change.refuse("owner", UNWRITABLE)
            elif moved and not self._covered_before(scope, change):
                change.refuse(min(moved), UNWRITABLE)

    @staticmethod
    def _covered_before(scope: Scope, change: Change) -> bool:
        before = change.before or {}
        owner, unit, team = (before.get(name) for name in ("owner", "unit", "team"))
        return scope.access.covers(scope.verb, scope.reach, owner=owner, unit=unit, team=team)


def reachable(entity: str, ids: Iterable[int], actor: Actor) -> set[int]:
    """Those of `ids` that exist and that the actor may see."""
    wanted = set(ids)
    if entity == "user":
        return wanted & directory().people.keys()
    if entity in ("unit", "team"):
        return wanted & (directory().units if entity == "unit" else directory().teams).keys()
    try:
        spec = registry.spec(entity)
    except registry.UnknownEntity:
        return set()
    if spec.entity.small and actor.access.reach(entity, "read") is Reach.ALL:
        return wanted & all_titles(spec).keys()
    scope = Scope(entity, actor.access)
    return set(spec.model.objects.filter(LIVE, scope.predicate(), pk__in=wanted).values_list("pk", flat=True))
