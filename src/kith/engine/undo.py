"""Taking a batch back: each row returns to what it was, unless somebody changed it since; those are listed and left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kith.engine import epoch, journal, leftovers, plugs, registry, sharing, uses
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH, Change
from kith.engine.base.gate import Write
from kith.engine.connections import writing
from kith.engine.errors import Conflict, Forbidden, NotFound, Refused
from kith.engine.fieldtypes.conversion import carried
from kith.engine.identity.models import User
from kith.engine.jobs import task
from kith.engine.journal import Batch, Entry
from kith.engine.records import purge, referenced, transaction
from kith.engine.spec import EntitySpec
from kith.engine.still import Still

CHUNK = 500
TOLD = 3
AT_ONCE = 2_000
"""More changes than these are taken back in the background."""


@dataclass
class Result:
    """How many rows went back, and which (entity, id) were left because they were changed or are in use; for those that
    were not changed since, `why`. Without a `batch` nothing could be taken back."""

    undone: int = 0
    left: list[tuple[str, int]] = field(default_factory=list)
    batch: int | None = None
    why: dict[tuple[str, int], str] = field(default_factory=dict)


def may_undo(batch: Batch, by: Actor) -> bool:
    """One's own batches, and everybody's for those who may change everything."""
    access = by.access
    if access.scopes and not access.reach(batch.entity or "*", "update"):
        return False
    return access.everything or batch.actor_id == by.user_id or access.reach("*", "*") is Reach.ALL


def begin(number: int, *, by: Actor) -> Result | None:
    """Take a batch back: at once, or a large one in the background, whose end is told. None means the latter.

    Raises NotFound, Forbidden, and Conflict when it was taken back already.
    """
    batch = _undoable(number, by)
    if batch.rows <= AT_ONCE or by.user_id is None:
        return undo(number, by=by)
    take_back.using(unique_key=f"undo {number}", actor_id=by.user_id).enqueue(number, by.user_id)
    return None


def undo(number: int, *, by: Actor) -> Result:
    """Take a batch back in chunks of one transaction each; one that was interrupted goes on where it stopped.

    Raises NotFound, Forbidden, Conflict when already undone.
    """
    batch = _undoable(number, by)
    log = _log_of(batch, by)
    with journal.continued(log):
        result = Undoing(batch, by, log, Result(undone=log.rows, batch=log.pk)).run()
        with writing():
            if result.left and not result.undone and not log.rows:
                return _nothing(batch, log, result)
            Batch.objects.filter(pk=batch.pk).update(undone_by=log.pk)
            for function in leftovers.on_undone:
                function(batch, result.left)
    return result


def _nothing(batch: Batch, log: Batch, result: Result) -> Result:
    """The batch stays as it was, to be taken back when what is in the way is gone."""
    Batch.objects.filter(pk=batch.pk).update(undoing=None)
    log.delete()
    result.batch = None
    return result


@task(max_attempts=10, backoff=5)
def take_back(number: int, user_id: int) -> None:
    """Take a batch back with the rights that the person has now, and tell how it ended."""
    user = User.live().filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    with epoch.turn():
        try:
            told: Any = partial(outcome, undo(number, by=Actor.of(user)))
        except Refused as error:
            told = str(error)
        plugs.notify([user_id], "undo.finished", title=_finished, body=told, href="/settings/batches/")


def _finished(_reader: Actor) -> str:
    return gettext("Your changes are taken back")


def outcome(result: Result, reader: Actor) -> str:
    """How it ended, in the language of who reads it."""
    text = ngettext("Taken back: %(count)s change.", "Taken back: %(count)s changes.", result.undone) % {
        "count": reader.show.number(result.undone)
    }
    if result.left and not result.undone:
        text = gettext("Nothing was taken back.")
    told = list(dict.fromkeys(result.why.values()))
    more = f"(+{len(told) - TOLD})" if len(told) > TOLD else ""
    changed = sum(one not in result.why for one in result.left)
    since = ngettext(
        "%(count)s record was changed since and stays as it is.",
        "%(count)s records were changed since and stay as they are.",
        changed,
    ) % {"count": reader.show.number(changed)}
    return " ".join(part for part in (text, *told[:TOLD], more, since if changed else "") if part)


def _undoable(number: int, by: Actor) -> Batch:
    batch = Batch.objects.filter(pk=number).first()
    if batch is None:
        raise NotFound
    if not may_undo(batch, by):
        raise Forbidden
    if batch.kind in journal.FINAL:
        raise Conflict(_("What was erased cannot be brought back."))
    if batch.undone_by is not None:
        raise Conflict(_("This was taken back already."))
    if not Still(batch, by).anything():
        raise Forbidden
    return batch


def _log_of(batch: Batch, by: Actor) -> Batch:
    """The batch in which the taking back is logged: a new one, or that of an attempt that did not come to its end."""
    with writing():
        mine = Batch.objects.select_for_update().get(pk=batch.pk)
        log = Batch.objects.filter(pk=mine.undoing).first() if mine.undoing else None
        if log is None:
            log = journal.fresh(by, "undo", batch.label)
            log.save()
            Batch.objects.filter(pk=batch.pk).update(undoing=log.pk)
    log.rows = Entry.objects.filter(batch_id=log.pk).count()
    return log


@dataclass
class Undoing:
    """The taking back of one batch, logged in the batch `log`."""

    batch: Batch
    by: Actor
    log: Batch
    result: Result = field(default_factory=Result)

    @cached_property
    def still(self) -> Still:
        """What of it the person may still change."""
        return Still(self.batch, self.by)

    def run(self) -> Result:
        """Entities in the reverse order of their first changes, then what was still in use."""
        entries = Entry.objects.filter(batch_id=self.batch.pk)
        entities = entries.values("entity").annotate(first=Min("id")).order_by("-first")
        keys = [row["entity"] for row in list(entities)]
        specs = [spec for key in keys if (spec := registry.known(key))]
        self._unknown([key for key in keys if registry.known(key) is None])
        if entries.exclude(verb="delete").exists():
            self._deleted(specs)
        waiting = {spec.key: self._entity(spec) for spec in specs}
        self._refused_again(waiting)
        self._again(waiting)
        return self.result

    def _refused_again(self, waiting: dict[str, list[int]]) -> None:
        """What was refused because of what another row said, such as a value that may stand only once, gets further
        chances once that row went back, for as long as any of them goes back."""
        result = self.result
        refused = [one for one in result.left if one in result.why]
        while refused:
            result.left = [one for one in result.left if one not in set(refused)]
            for entity in dict.fromkeys(entity for entity, _number in refused):
                ids = sorted(number for key, number in refused if key == entity)
                for start in range(0, len(ids), CHUNK):
                    waiting[entity] += self._chunk(registry.spec(entity), ids[start : start + CHUNK])
            left = [one for one in refused if one in set(result.left)]
            refused = left if len(left) < len(refused) else []
        for one in [one for one in result.why if one not in set(result.left)]:
            del result.why[one]

    def _unknown(self, keys: list[str]) -> None:
        """What is of objects that are not there any more is left as it is."""
        rows = Entry.objects.filter(batch_id=self.batch.pk, entity__in=keys) if keys else Entry.objects.none()
        self.result.left += sorted(set(rows.values_list("entity", "record_id")))

    def _deleted(self, specs: list[EntitySpec]) -> None:
        """What went to the trash comes back before whatever led to it and was led elsewhere."""
        told = len(self.result.left)
        for spec in specs:
            self._entity(spec, verb="delete")
        del self.result.left[told:]

    def _entity(self, spec: EntitySpec, **only: str) -> list[int]:
        """All chunks of one entity; returns the ids of rows that others, perhaps of the same batch, still link to."""
        last = 0
        waiting: list[int] = []
        while ids := self._next_ids(spec, last, only):
            last = ids[-1]
            waiting += self._chunk(spec, ids)
        return waiting

    def _again(self, waiting: dict[str, list[int]]) -> None:
        """Rows that were in use get further chances, for as long as that frees any."""
        freed = True
        while freed:
            freed = False
            for entity, ids in waiting.items():
                again: list[int] = []
                for start in range(0, len(ids), CHUNK):
                    again += self._chunk(registry.spec(entity), ids[start : start + CHUNK])
                freed = freed or len(again) < len(ids)
                waiting[entity] = again
        held = [(entity, number) for entity, ids in waiting.items() for number in ids]
        self.result.left += held
        self.result.why |= {one: _held(*one) for one in held[:TOLD]}
        self.result.why |= dict.fromkeys(held[TOLD:], gettext("This is still used."))

    def _next_ids(self, spec: EntitySpec, last: int, only: dict[str, str]) -> list[int]:
        rows = Entry.objects.filter(batch_id=self.batch.pk, entity=spec.key, record_id__gt=last, **only)
        return list(rows.order_by("record_id").values_list("record_id", flat=True).distinct()[:CHUNK])

    def _entries(self, spec: EntitySpec, ids: list[int]) -> dict[int, list[Entry]]:
        """What the batch did to these records, in order."""
        found: dict[int, list[Entry]] = {}
        rows = Entry.objects.filter(batch_id=self.batch.pk, entity=spec.key, record_id__in=ids)
        for entry in rows.order_by("id"):
            found.setdefault(entry.record_id, []).append(entry)
        return found

    def _chunk(self, spec: EntitySpec, ids: list[int]) -> list[int]:
        """One transaction; returns the ids that other rows still link to."""
        entries, result = self._entries(spec, ids), self.result
        with transaction():
            entries, ids = self._shares(spec, entries)
            rows = spec.model.objects.filter(pk__in=ids).select_for_update(of=("self",))
            done = self._done(spec, ids)
            records = {row.pk: row for row in rows if row.pk not in done}
            ids = [number for number in ids if number not in done]
            entries = {number: mine for number, mine in entries.items() if number not in done}
            still = self.still.rows(spec, records, entries)
            same = [number for number in self._as_left(spec, records, entries) if number in still]
            made = [number for number in same if entries[number][0].verb == "create"]
            used = referenced(spec, made) if made else set()
            gone = [records[number] for number in made if number not in used]
            if gone:
                purge(spec, gone, self.by, self.log)
            changed = [number for number in same if number not in made]
            refused = self._put_back(spec, [(records[number], entries[number]) for number in changed])
        others = [number for number in ids if number not in same and _is_left(records, entries, number)]
        result.left += [(spec.key, number) for number in (*others, *refused)]
        result.undone += len(gone) + len(changed) - len(refused)
        return sorted(used)

    def _shares(
        self, spec: EntitySpec, entries: dict[int, list[Entry]]
    ) -> tuple[dict[int, list[Entry]], list[int]]:
        """Take back what was shared and no longer shared; returns the other entries and their records' ids."""
        mine = {
            number: found
            for number, all_ in entries.items()
            if (found := [entry for entry in all_ if entry.verb in sharing.VERBS])
        }
        done = self._done(spec, list(mine)) if mine else set()
        rows = spec.model.objects.filter(pk__in=mine.keys() - done) if mine else ()
        for row in rows:
            back = sharing.put_back(spec, row, mine[row.pk], by=self.by, log=self.log)
            self.result.undone += back
            self.result.left += [] if back else [(spec.key, row.pk)]
        others = {
            number: left
            for number, all_ in entries.items()
            if (left := [entry for entry in all_ if entry.verb not in sharing.VERBS])
        }
        return others, list(others)

    def _done(self, spec: EntitySpec, ids: list[int]) -> set[int]:
        """Those that an attempt before this one has taken back."""
        rows = Entry.objects.filter(batch_id=self.log.pk, entity=spec.key, record_id__in=ids)
        return set(rows.values_list("record_id", flat=True))

    def _as_left(
        self, spec: EntitySpec, records: dict[int, Any], entries: dict[int, list[Entry]]
    ) -> list[int]:
        """Records that are as the batch left them: nothing came after it, or what came was taken back already."""
        versions = {number: mine[-1].version for number, mine in entries.items() if number in records}
        moved = [number for number, version in versions.items() if records[number].version != version]
        later: dict[int, set[int]] = {}
        rows = Entry.objects.filter(entity=spec.key, record_id__in=moved) if moved else Entry.objects.none()
        for number, batch, version in rows.values_list("record_id", "batch_id", "version"):
            if version > versions[number]:
                later.setdefault(number, set()).add(batch)
        batches = set().union(*later.values())
        undoers = dict(Batch.objects.filter(pk__in=batches).values_list("pk", "undone_by")) if batches else {}
        return [
            number
            for number in versions
            if number not in moved or (number in later and _taken_back(later[number], undoers))
        ]

    def _put_back(self, spec: EntitySpec, rows: list[tuple[Any, list[Entry]]]) -> list[int]:
        """Old values for changed rows, out of the trash for deleted ones, into it for restored ones.

        Returns the ids of rows whose old values are no longer possible, such as a link to what is gone since.
        """
        write = Write(spec, self.by, "undo", trusted=True)
        changes = []
        for record, entries in rows:
            change = write.begin(record)
            _set_back(spec, change, _old(spec, change, entries, self.by))
            changes.append(change)
        write.run([change for change in changes if not change.errors], self.log, partial=True)
        wrong = [change for change in changes if change.errors]
        for change in wrong:
            texts = (str(text) for texts in change.errors.values() for text in texts)
            self.result.why[spec.key, change.record.pk] = " ".join(texts)
        return [change.record.pk for change in wrong]


def _held(entity: str, number: int) -> str:
    """Who needs a row that was made and cannot go."""
    spec = registry.spec(entity)
    values = spec.snapshot(spec.model.objects.get(pk=number))
    refusals = (uses.refusal(subject) for subject in uses.provided(spec, values, number))
    return next((said for said in refusals if said), gettext("This is still used."))


def _is_left(records: dict[int, Any], entries: dict[int, list[Entry]], number: int) -> bool:
    """A changed row is left as it is; one that is gone for good cannot come back, unless it was to go anyway."""
    return number in records or entries[number][0].verb != "create"


def _taken_back(batches: set[int], undoers: dict[int, int | None]) -> bool:
    """Whether nothing is left of what these batches did to a record, each undone by another of them."""

    def in_force(batch: int) -> bool:
        undoer = undoers.get(batch)
        return undoer is None or undoer not in batches or not in_force(undoer)

    undoing = {undoers.get(batch) for batch in batches}
    return not any(in_force(batch) for batch in batches if batch not in undoing)


def _old(spec: EntitySpec, change: Change, entries: list[Entry], by: Actor) -> dict[str, Any]:
    """The stored values from before the entries of a record, those of fields that have another kind by now as such."""
    old: dict[str, Any] = {}
    for entry in reversed(entries):
        for name, (stored, _new) in entry.changes.items():
            field = spec.fields.get(name)
            try:
                old[name] = (
                    carried(stored, field, entry.pk, by) if field is not None and field.earlier else stored
                )
            except ValidationError as error:
                change.merge({name: error.messages})
    return old


def _set_back(spec: EntitySpec, change: Change, old: dict[str, Any]) -> None:
    for name, stored in old.items():
        field = spec.fields.get(name)
        if field is not None:
            value = field.type.load(stored, field) if stored is not None else field.type.clean(None, field)
            spec.set(change.record, field, value)
    if TRASH in old:
        before = old[TRASH] and dt.datetime.fromisoformat(old[TRASH])
        if before != change.record.deleted_at:
            change.move(before)
