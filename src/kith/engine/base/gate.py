"""The inside of the gate: one set-based write, whether of one row or of a thousand.

Order, in one transaction: right for the verb → fields this role may write → set the values → derive → validate values,
links within reach, uniqueness → save → row still within reach → journal → event → search document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED
from django.utils.translation import gettext_lazy as _

from kith.engine import epoch, guard, searching, sequences
from kith.engine import fields as columns
from kith.engine.access import Level, Reach, directory
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH, Change
from kith.engine.base.checking import UNWRITABLE, Checking
from kith.engine.currencies import worth
from kith.engine.described import Beside
from kith.engine.errors import Forbidden, Invalid, Stale
from kith.engine.events import tell
from kith.engine.fieldtypes import FieldSpec
from kith.engine.inserting import insert
from kith.engine.insisting import REASON
from kith.engine.journal import Batch, log
from kith.engine.keeping import everywhere, preserving
from kith.engine.record import Before
from kith.engine.scope import Scope
from kith.engine.spec import ASSIGNMENT, EntitySpec
from kith.kernel import clock

UNKNOWN = _("There is no such field.")
encode = msgspec.json.encode


@dataclass
class Write:
    """A write of rows of one entity by one actor. `trusted` skips field rights and reach: for undo only."""

    spec: EntitySpec
    actor: Actor
    verb: str
    event: str = ""
    trusted: bool = False

    # ------------------------------------------------------------------ values

    def begin(self, record: Any) -> Change:
        """A change of a stored record."""
        record.before = Before(self.spec, record, restoring=self.trusted)
        return Change(record, record.before)

    def fresh(self) -> Change:
        """A change that makes a new record with the entity's defaults and the actor as owner."""
        record = twin(self._model_record)
        for column in self._own_defaults:
            setattr(record, column.attname, column.get_default())
        record.before = None
        return Change(record, None)

    @cached_property
    def _own_defaults(self) -> tuple[Any, ...]:
        """Columns whose default is computed for each record."""
        found = (column for column in self.spec.model._meta.concrete_fields if callable(column.default))
        return tuple(column for column in found if column.default not in (NOT_PROVIDED, list, dict))

    @cached_property
    def _model_record(self) -> Any:
        """What every new record of this write looks like before it gets its values."""
        record = self.spec.model()
        for item in self.spec.custom:
            if item.default not in (None, ""):
                self.spec.set(record, item, item.type.clean(item.initial(), item))
        record.owner_id = self.actor.user_id
        record.unit_id = self.actor.unit_id
        return record

    def assign(self, change: Change, values: Mapping[str, Any], *, texts: str = "") -> None:
        """Clean and set what a caller gave; `texts` is the locale when values are texts of people or files."""
        for name, value in values.items():
            item = self._writable(change, name)
            if item is None:
                continue
            try:
                cleaned = (
                    item.type.parse(value, item, texts)
                    if texts and isinstance(value, str)
                    else item.type.clean(value, item)
                )
            except ValidationError as error:
                for message in error.error_list:
                    change.refuse(
                        name, message.message % message.params if message.params else message.message
                    )
                continue
            change.touched.add(name)
            self.spec.set(change.record, item, cleaned)
        if "owner" in change.touched and "unit" not in change.touched:
            person = directory().people.get(change.record.owner_id)
            change.record.unit_id = person.unit_id if person else change.record.unit_id

    def _writable(self, change: Change, name: str) -> FieldSpec | None:
        item = self.spec.fields.get(name)
        level = self.actor.access.level(self.spec.key, name)
        if item is None or (level < Level.MASKED and not self.trusted):
            change.refuse(name, UNKNOWN)
            return None
        if self.trusted:
            return item
        if item.readonly or level is Level.READ or (level is Level.MASKED and not self._own(change)):
            change.refuse(name, UNWRITABLE)
            return None
        return item

    def _own(self, change: Change) -> bool:
        """Whether the row was the actor's own, or is one that he makes: masks fall for it."""
        return change.before is None or self.actor.access.holds(change.before["owner"])

    # ------------------------------------------------------------------ the write

    def examine(self, changes: Sequence[Change]) -> None:
        """Derive and validate; what is wrong is noted in each change, and nothing is stored."""
        with guard.opened():
            self._derive(changes)
            Checking(self.spec, self.actor, self.trusted).run(changes)

    def run(self, changes: Sequence[Change], batch: Batch, *, partial: bool = False) -> list[Change]:
        """Derive, validate, store and log. Without `partial` any error refuses all and raises Invalid of the first.

        Returns the changes that were stored.
        """
        with guard.opened():
            self.examine(changes)
            good = [change for change in changes if not change.errors]
            if not partial and len(good) < len(changes):
                raise Invalid(next(change.errors for change in changes if change.errors))
            self._number(good)
            stored = self._store(good)
            self._still_within(stored)
            self.trace(stored, batch)
            self._keep(stored)
            self._after(stored)
        return stored

    def _keep(self, changes: Sequence[Change]) -> None:
        """What other rows remember of these holds whatever the way they were written."""
        rows = [change.record for change in changes]
        for rule in (*self.spec.entity.keeps, *self.spec.keeping) if rows else ():
            rule(rows, actor=self.actor)
        for keep in everywhere if rows else ():
            keep(self.spec, rows, self.actor)

    def _after(self, changes: Sequence[Change]) -> None:
        """Consequences; when a batch is taken back they are taken back by themselves."""
        if changes and not self.trusted:
            for rule in self.spec.entity.after:
                rule([change.record for change in changes], actor=self.actor)

    def _derive(self, changes: Sequence[Change]) -> None:
        """Fill in what rules know; what is put back was filled in when it was written."""
        entity = self.spec.entity
        gather, derive = ((), ()) if self.trusted or not changes else (entity.gather, entity.derive)
        for begin in () if self.trusted else self.spec.beginning:
            begin(changes, actor=self.actor)
        for fill in gather:
            fill([change.record for change in changes], actor=self.actor)
        for change in changes:
            for rule in derive:
                try:
                    rule(change.record, actor=self.actor)
                except Invalid as error:
                    change.merge(error.errors)
        for compute in (*self.spec.computing, *self.spec.settling):
            compute(changes, actor=self.actor)
        for change in changes:
            self._fill(change)

    @cached_property
    def _kept(self) -> tuple[Any, ...]:
        """Columns with something beside them that Kith fills."""
        kinds = (Beside, columns.Money)
        return tuple(column for column in self.spec.model._meta.fields if isinstance(column, kinds))

    def _fill(self, change: Change) -> None:
        """Columns that Kith keeps itself: what follows from a column beside it, and the worth of money."""
        record = change.record
        self._follow(record)
        for column in self._kept:
            if not isinstance(column, Beside) and self._changed(change, column.name):
                base = self._worth(change, column.name, getattr(record, column.name))
                setattr(record, f"{column.name}_base", base)
        for item in self.spec.custom:
            stored = record.custom.get(item.place) if item.type.key == "money" else None
            if stored:
                record.custom[item.place] = [
                    *stored[:2],
                    self._worth(change, item.key, item.type.load(stored, item)),
                ]

    def _follow(self, record: Any) -> None:
        """Columns that follow from one beside them."""
        for column in self._kept:
            if isinstance(column, Beside):
                setattr(record, column.name, column.follow(getattr(record, column.source)))

    @staticmethod
    def _worth(change: Change, name: str, amount: Any) -> int:
        """What an amount is worth; one of a currency without a rate is refused."""
        try:
            return worth(amount) if amount is not None else 0
        except Invalid as error:
            change.refuse(name, error.errors[""][0])
            return 0

    def _changed(self, change: Change, name: str) -> bool:
        item = self.spec.fields[name]
        return (
            change.before is None
            or item.type.dump(self.spec.value(change.record, item), item) != change.before[name]
        )

    # ------------------------------------------------------------------ storing

    def _number(self, changes: Sequence[Change]) -> None:
        for item in self.spec.fields.values():
            if item.type.key != "autonumber":
                continue
            empty = [change for change in changes if not self.spec.value(change.record, item)]
            if empty:
                units = [change.record.unit_id for change in empty]
                given = sequences.numbers(self.spec.key, item.key, item.format or "{n:05}", units)
                for change, number in zip(empty, given, strict=True):
                    self.spec.set(change.record, item, number)
                    change.diff[item.key] = [None, number]
                    self._follow(change.record)

    def _store(self, changes: Sequence[Change]) -> list[Change]:
        now = clock.now()
        new = [change for change in changes if change.before is None]
        old = [change for change in changes if change.before is not None and change.diff]
        for change in (*new, *old):
            change.record.updated_at, change.record.updated_by_id = now, self.actor.user_id
        for change in new:
            change.record.created_at, change.record.created_by_id = now, self.actor.user_id
        if new:
            insert(self.spec.model, [change.record for change in new])
        self._update(old)
        return [*new, *old]

    def _update(self, changes: Sequence[Change]) -> None:
        """UPDATE … WHERE version = the one that was read; raises Stale when somebody was faster."""
        groups: dict[tuple[str, ...], list[Change]] = {}
        for change in changes:
            groups.setdefault(self._columns_of(change), []).append(change)
        for names, members in groups.items():
            meta = self.spec.model._meta
            found = [meta.get_field(name) for name in names]
            sets = ", ".join(f'"{item.column}" = {self._marks.get(item.column, "%s")}' for item in found)
            sql = f'UPDATE "{self.spec.table}" SET {sets}, "version" = "version" + 1 WHERE "id" = %s AND "version" = %s'
            rows = [
                (
                    *(
                        item.get_db_prep_save(item.pre_save(change.record, False), connection)
                        for item in found
                    ),
                    change.record.pk,
                    change.record.version,
                )
                for change in members
            ]
            with connection.cursor() as cursor:
                cursor.executemany(sql, rows)
                if cursor.rowcount not in (-1, len(rows)):
                    raise Stale(members[0].record if len(members) == 1 else None)
            for change in members:
                change.record.version += 1

    @cached_property
    def _marks(self) -> Mapping[str, str]:
        """How columns are set that are not simply replaced."""
        return {"custom": preserving(self.spec)}

    def _columns_of(self, change: Change) -> tuple[str, ...]:
        """The model columns that a change has to write."""
        found = {"updated_at", "updated_by", *(change.touched & {TRASH})}
        for name in change.diff.keys() - {TRASH}:
            item = self.spec.fields[name]
            found |= {item.column} if item.column else {"custom"}
            if item.type.key == "money" and item.column:
                found |= {f"{item.column}_currency", f"{item.column}_base"}
            if item.type.key == "anyreference" and item.column:
                found.add(f"{item.column}_entity")
            if item.sort_column:
                found.add(item.sort_column)
            found |= {one.name for one in self._kept if isinstance(one, Beside) and one.source == item.column}
        return tuple(sorted(found))

    def _still_within(self, changes: Sequence[Change]) -> None:
        """No row may leave reach by its own edit; only assigning it (checked before) may move it away."""
        if self.trusted:
            return
        scope = Scope(self.spec.key, self.actor.access, self.verb)
        may_assign = self.actor.access.reach(self.spec.key, "assign") is not Reach.NONE
        for change in changes:
            moved = change.before is None or ASSIGNMENT & change.diff.keys()
            if moved and (scope.rule is not None or not may_assign) and not scope.covers(change.record):
                raise Forbidden(_("This would put the record out of your reach."))

    # ------------------------------------------------------------------ traces

    def trace(self, changes: Sequence[Change], batch: Batch) -> None:
        """Journal, outbox and search documents of stored changes, in their transaction."""
        now = clock.now()
        actor, spec = self.actor, self.spec
        texts = [encode(_said(change)).decode() for change in changes]
        entries = [
            (
                now,
                actor.user_id,
                actor.channel,
                spec.key,
                change.record.pk,
                self.verb,
                change.record.version,
                text,
            )
            for change, text in zip(changes, texts, strict=True)
        ]
        log(batch, entries)
        name = self.event or f"{spec.key}.{PAST.get(self.verb, self.verb)}"
        tell(
            [
                (name, spec.key, change.record.pk, now, actor.user_id, actor.channel, batch.pk, text)
                for change, text in zip(changes, texts, strict=True)
            ]
        )
        self._index(changes)
        if spec.entity.bumps and changes:
            epoch.bump(spec.entity.bumps)

    def _index(self, changes: Sequence[Change]) -> None:
        """Search documents: new for what is new or comes back, none for what is in the trash."""
        names = set(self.spec.entity.search)
        live = [change for change in changes if change.record.deleted_at is None]
        new = [change.record for change in live if change.before is None or TRASH in change.touched]
        old = [
            change.record
            for change in live
            if change.before is not None and TRASH not in change.touched and names & change.diff.keys()
        ]
        gone = [
            change.record.pk for change in changes if TRASH in change.touched and change.record.deleted_at
        ]
        if new:
            searching.write(self.spec, new, new=True)
        if old:
            searching.write(self.spec, old, new=False)
        if gone:
            searching.remove(self.spec, gone)


PAST = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "restore": "restored",
    "undo": "updated",
}


def _said(change: Change) -> dict[str, list[Any]]:
    """What the journal tells of a change."""
    return {**change.diff, REASON: [None, change.reason]} if change.reason else change.diff


def twin(record: Any) -> Any:
    """A copy of a record that was never stored, without the work of a constructor."""
    made: Any = object.__new__(type(record))
    for name, value in record.__dict__.items():
        made.__dict__[name] = value.copy() if type(value) in (list, dict) else value
    made._state = ModelState()
    return made
