"""What the gate asks of rows before it stores them: filled in, links within reach, only once, not given away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from kith.engine import registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH, Change
from kith.engine.errors import Invalid
from kith.engine.expressions import column as column_of
from kith.engine.fieldtypes import FieldSpec
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.spec import ASSIGNMENT, SYSTEM_FIELDS, EntitySpec
from kith.engine.titles import all_titles

REQUIRED = _("This must be filled in.")
UNWRITABLE = _("You cannot set this field.")
OUT_OF_REACH = _("There is no such record, or it is not shared with you.")
TWICE = _("This exists already.")
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
                and name not in SILENT
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
        self._unique(changes)
        if not self.trusted:
            self._assignment(changes)

    @cached_property
    def _needed(self) -> tuple[FieldSpec, ...]:
        """Fields that must be filled in."""
        given = (
            item for item in self.spec.fields.values() if item.required and item.key not in SYSTEM_FIELDS
        )
        return tuple(item for item in given if item.type.key != "autonumber")

    def _required(self, change: Change) -> None:
        for item in self._needed:
            if item.key in change.errors:
                continue
            relevant = change.before is None or item.key in change.diff
            if relevant and item.type.empty(self.spec.value(change.record, item)):
                change.refuse(item.key, REQUIRED)

    def _links(self, changes: Sequence[Change]) -> None:
        """Every newly set link must lead to a record that the actor may see."""
        for item in self.spec.fields.values():
            if item.type.key not in ("reference", "references", "anyreference") or item.key in SILENT:
                continue
            wanted: dict[str, set[int]] = {}
            asked: list[tuple[Change, str, list[int]]] = []
            for change in changes:
                if item.key in change.diff and item.key not in change.errors:
                    target, ids = self._targets(change, item)
                    if ids:
                        wanted.setdefault(target, set()).update(ids)
                        asked.append((change, target, ids))
            known = {target: reachable(target, ids, self.actor) for target, ids in wanted.items()}
            for change, target, ids in asked:
                if not set(ids) <= known[target]:
                    change.refuse(item.key, OUT_OF_REACH)

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

    def _unique(self, changes: Sequence[Change]) -> None:
        for constraint in self.spec.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                message = constraint.get_violation_error_message()
                self._once(changes, list(constraint.fields), message)
        for item in self.spec.custom:
            if item.unique:
                self._once(changes, [item.key], TWICE)

    def _once(self, changes: Sequence[Change], names: list[str], message: Any) -> None:
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
                change.refuse(names[-1], message)
            keys.setdefault(values, change)
        if not keys:
            return
        marks = {f"_k{number}": column_of(item) for number, item in enumerate(items)}
        rows = self.spec.model.objects.filter(LIVE).annotate(**marks).filter(_k0__in={key[0] for key in keys})
        for pk, *found in rows.values_list("pk", *sorted(marks)):
            rival = keys.get(tuple(found))
            if rival is not None and rival.record.pk != pk:
                rival.refuse(names[-1], message)

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
        return scope.access.covers(scope.reach, before.get("owner"), before.get("unit"), before.get("team"))


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
