"""One chunk of rows through the gate: links found or created, records matched, created and changed, keys given.

Everything happens in the caller's transaction. Rows that mean the same record are taken one after another, so that the
later one changes what the earlier one made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import bulk, destinations, journal
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.bulk import Outcome
from kith.engine.errors import Refused
from kith.features.imports import keys
from kith.features.imports.alike import UNLIKE
from kith.features.imports.entries import Entry, Tally, entry_of
from kith.features.imports.finding import Memory
from kith.features.imports.linking import Linking, ghost
from kith.features.imports.matching import existing, meaning
from kith.features.imports.plan import LINKS, Column, Plan
from kith.features.imports.problems import Problem
from kith.features.imports.reading import Row
from kith.features.imports.seen import Seen
from kith.features.imports.sorting import Sorter
from kith.kernel.text import fold


@dataclass
class Chunk:
    """The work on one chunk. `seen` is there when nothing will be kept: it stands for what earlier chunks would have
    made."""

    plan: Plan
    actor: Actor
    batch: journal.Batch | None
    memory: Memory
    seen: Seen | None = None
    tally: Tally = field(default_factory=Tally)

    @cached_property
    def linking(self) -> Linking:
        """The links of this chunk."""
        return Linking(self.plan, self.actor, self.batch, self.memory, self.tally, self.seen)

    @cached_property
    def sorter(self) -> Sorter:
        """Which rows of this chunk look like records."""
        return Sorter(self.plan, self.actor, self.seen)

    def run(self, rows: Sequence[Row]) -> Tally:
        """Take all rows in. Raises Refused when the actor may not import at all."""
        entries = [entry_of(self.plan, row, cells) for row, cells, error in rows if error is None]
        self.tally.rows = len(rows)
        links = [column for column in self.plan.columns if column.field and column.field.type.key in LINKS]
        own = [column for column in links if column.target == self.plan.spec.key and column.find == "title"]
        for column in links:
            if column not in own:
                self.linking.link(column, entries)
        for layer in self.layers(entries, own):
            for column in own:
                self.linking.link(column, layer)
            self.go(layer)
        unread = [Problem(row, [("", error.message)]) for row, _cells, error in rows if error is not None]
        refused = [self.problem(entry) for entry in entries if entry.wrong or entry.left]
        self.tally.problems = sorted([*unread, *refused], key=lambda one: one.row)
        return self.tally

    def problem(self, entry: Entry) -> Problem:
        """What is told of a row that was not taken."""
        number = self.sorter.page(entry)
        return Problem(entry.row, entry.messages, entry.warnings, record=number, left=entry.left)

    @property
    def batch_id(self) -> int | None:
        """The journal batch, None when nothing is kept."""
        return self.batch.pk if self.batch else None

    def layers(self, entries: Sequence[Entry], own: Sequence[Column]) -> list[list[Entry]]:
        """Rows in an order in which those that others of the chunk link to come first; circles come last."""
        waiting, found = list(entries), list[list[Entry]]()
        while own and waiting:
            names = {id(entry): fold(str(entry.values.get(self.plan.spec.title, ""))) for entry in waiting}
            known = set(names.values())
            ready = [entry for entry in waiting if not (self.named(entry, own) & known) - {names[id(entry)]}]
            if not ready:
                break
            found.append(ready)
            done = {id(entry) for entry in ready}
            waiting = [entry for entry in waiting if id(entry) not in done]
        return [*found, waiting] if waiting else found

    @staticmethod
    def named(entry: Entry, own: Sequence[Column]) -> set[str]:
        """The records of the same entity that a row links to, by folded name."""
        return {fold(str(entry.values[column.key])) for column in own if column.key in entry.values}

    def go(self, entries: Sequence[Entry]) -> None:
        """Take rows whose links are known."""
        self.mark(entries)
        for entry in entries:
            if entry.wrong:
                self.examine(entry)
        for group in self.rounds([entry for entry in entries if not entry.wrong]):
            self.take(group)

    # ------------------------------------------------------------------ which record a row means

    def mark(self, entries: Sequence[Entry]) -> None:
        """What each row is matched by."""
        if self.plan.by_key:
            source = self.plan.key_columns[0].source
            for entry in entries:
                if source in entry.keys:
                    entry.mark = (entry.keys[source],)
        elif self.plan.by:
            for entry in entries:
                entry.mark = meaning(self.plan, entry.values)

    def rounds(self, entries: Sequence[Entry]) -> list[list[Entry]]:
        """Rows such that no round has two that mean the same record or carry the same key."""
        groups: list[list[Entry]] = []
        at: dict[Any, int] = {}
        for entry in entries:
            marks: list[Any] = list(entry.keys.items())
            if entry.mark is not None:
                marks.append(entry.mark)
            place = max((at.get(one, -1) for one in marks), default=-1) + 1
            at.update(dict.fromkeys(marks, place))
            if place == len(groups):
                groups.append([])
            groups[place].append(entry)
        return groups

    def take(self, entries: Sequence[Entry]) -> None:
        """Match, then create and change what is to be created and changed."""
        self.match(entries)
        ghosts = self.ghosts(entries)
        create: list[Entry] = []
        update: list[Entry] = []
        for entry in entries:
            if entry.wrong:
                continue
            (update if entry.target is not None else create).append(entry)
        create = [entry for entry in create if self.may_create(entry, known=id(entry) in ghosts)]
        update = [entry for entry in update if self.may_update(entry)]
        self.create([entry for entry in create if id(entry) in ghosts], ghosts)
        self.admit([entry for entry in create if id(entry) not in ghosts])
        self.update(update)

    def admit(self, entries: Sequence[Entry]) -> None:
        """Rows that nothing was found for: new records, unless they look like one that is there; then as was chosen.
        Of rows that look the same the first is taken, and the others are looked at again."""
        waiting = list(entries)
        while waiting:
            found = self.sorter.sort(waiting)
            self.create(found.new, set())
            if self.plan.alike == "skip":
                self.leave_out([*found.like, *found.ghosts])
            else:
                self.create(found.ghosts, {id(entry) for entry in found.ghosts})
                self.renew(found.like)
            waiting = found.waiting

    def leave_out(self, entries: Sequence[Entry]) -> None:
        """Rows that look like a record are not taken."""
        self.tally.skipped += len(entries)
        for entry in entries:
            entry.left = True
            entry.messages.append(("", entry.like.text))

    def renew(self, entries: Sequence[Entry]) -> None:
        """Rows change the record that they look like, one row of a record after another."""
        rounds: list[list[Entry]] = []
        turns: Counter[int] = Counter()
        for entry in entries:
            entry.target = target = self.meant(entry)
            if target is not None:
                if turns[target] == len(rounds):
                    rounds.append([])
                rounds[turns[target]].append(entry)
                turns[target] += 1
        for group in rounds:
            self.update(group)

    @staticmethod
    def meant(entry: Entry) -> int | None:
        """The record that a row looks like; where that is not plain the row is refused."""
        like = entry.like
        if like.id is None:
            entry.refuse("", like.text)
        elif like.others:
            named = ", ".join(f"#{one}" for one in (like.id, *like.others)[:5])
            entry.refuse("", _("The row looks like several records: %(ids)s.") % {"ids": named})
        return None if entry.wrong else like.id

    def match(self, entries: Sequence[Entry]) -> None:
        """Find the record of each row."""
        if self.plan.by:
            found = existing(self.plan, (entry.mark for entry in entries if entry.mark), self.actor)
            for entry in entries:
                self.choose(entry, found.get(entry.mark, []) if entry.mark else [])
        if self.plan.key_columns:
            self.match_keys(entries)

    def choose(self, entry: Entry, ids: Sequence[int]) -> None:
        """The one record that fits a row; several are an error."""
        if len(ids) > 1:
            named = ", ".join(f"#{one}" for one in ids[:5])
            text = _("Several records fit this row: %(ids)s.") % {"ids": named}
            entry.refuse(self.plan.heading(self.plan.by[0].key), text)
        elif ids:
            entry.target = ids[0]

    def match_keys(self, entries: Sequence[Entry]) -> None:
        """Records by external key; a key of another record than the row's own, or of one out of reach, is refused."""
        spec = self.plan.spec
        taken = keys.known(spec, (pair for entry in entries for pair in entry.keys.items()))
        alive = keys.living(spec, taken.values())
        seen = keys.within_reach(spec, alive, self.actor)
        first = self.plan.key_columns[0].source if self.plan.by_key else ""
        for entry in entries:
            for column in self.plan.key_columns:
                number = taken.get((column.source, entry.keys.get(column.source, "")))
                if number is None or number not in alive or number == entry.target:
                    continue
                if column.source == first and number in seen:
                    entry.target = number
                else:
                    entry.refuse(column.name, _("This key belongs to another record."))

    def ghosts(self, entries: Sequence[Entry]) -> set[int]:
        """While checking: rows whose record an earlier chunk would have made."""
        if self.seen is None or not self.plan.matching:
            return set()
        names = {
            repr(entry.mark): id(entry)
            for entry in entries
            if entry.mark is not None and entry.target is None
        }
        return {names[name] for name in self.seen.known(names)}

    def may_create(self, entry: Entry, *, known: bool) -> bool:
        """Whether the policy lets a row without a record make one; `known`: an earlier row would have made it."""
        if known:
            return self.may_update(entry)
        if self.plan.matching and self.plan.policy == "update":
            if entry.mark is None:
                entry.refuse("", _("What the record is found by is empty."))
            else:
                entry.refuse("", _("No record fits this row."))
            return False
        return True

    def may_update(self, entry: Entry) -> bool:
        """Whether the policy lets a row change its record."""
        if self.plan.policy == "skip":
            self.tally.skipped += 1
            return False
        if self.plan.policy == "create":
            entry.refuse("", _("This record exists already."))
            return False
        return True

    # ------------------------------------------------------------------ writing

    def create(self, entries: Sequence[Entry], ghosts: set[int]) -> None:
        """New records for rows."""
        if not entries:
            return
        nobodys = {"owner": None} if self.plan.into else {}
        outcomes = bulk.attempt([{**entry.values, **nobodys} for entry in entries], self.creating)
        made = self.settle(entries, outcomes)
        old = sum(id(entry) in ghosts for entry, _number in made)
        self.tally.created += len(made) - old
        self.tally.updated += old
        self.sorter.remember(made)
        self.send([number for entry, number in made if id(entry) not in ghosts])
        if self.seen is not None:
            names = (str(entry.values.get(self.plan.spec.title, "")) for entry, _number in made)
            marks = (repr(entry.mark) for entry, _number in made if entry.mark is not None)
            self.seen.add([*marks, *(ghost(fold(name)) for name in names)])

    def send(self, ids: Sequence[int]) -> None:
        """New records go where the plan says; while checking nothing is kept, so nothing goes anywhere."""
        if self.plan.into and ids and self.batch is not None:
            with journal.continued(self.batch):
                destinations.send(self.plan.spec, self.plan.into, ids, self.actor)

    def creating(self, part: Sequence[Any]) -> list[Outcome]:
        return bulk.create(
            self.plan.spec.model, part, by=self.actor, batch=self.batch, partial=True, texts=self.plan.locale
        )

    def update(self, entries: Sequence[Entry]) -> None:
        """Changes of records that rows mean."""
        if not entries:
            return
        rows = [(entry.target, None, self.changes(entry)) for entry in entries]
        self.tally.updated += len(self.settle(entries, bulk.attempt(rows, self.updating)))

    def updating(self, part: Sequence[Any]) -> list[Outcome]:
        return bulk.update(
            self.plan.spec.model, part, by=self.actor, batch=self.batch, partial=True, texts=self.plan.locale
        )

    def changes(self, entry: Entry) -> dict[str, Any]:
        """The values of a row as a change; nothing is emptied where a row only looks like its record."""
        clear = self.plan.clear and entry.like is UNLIKE
        return {**dict.fromkeys(entry.blank), **entry.values} if clear else entry.values

    def settle(self, entries: Sequence[Entry], outcomes: Sequence[Outcome]) -> list[tuple[Entry, int]]:
        """Note errors, give keys; returns what was stored."""
        stored = []
        for entry, outcome in zip(entries, outcomes, strict=True):
            if outcome.id is None:
                self.tell(entry, outcome.errors)
            else:
                stored.append((entry, outcome.id))
        keys.give(
            self.plan.spec,
            ((pair, number) for entry, number in stored for pair in entry.keys.items()),
            self.batch_id,
        )
        return stored

    def tell(self, entry: Entry, errors: Mapping[str, Sequence[Any]]) -> None:
        """Errors of the gate at the columns that the values came from."""
        for name, texts in errors.items():
            for text in texts:
                entry.refuse(self.plan.heading(name) if name else "", text, name)
        if entry.like is not UNLIKE and entry.firm:
            entry.messages.append(("", entry.like.text))

    def examine(self, entry: Entry) -> None:
        """What else is wrong with a row that is refused anyway, so that it can be corrected in one go."""
        kept, before = (
            {name: value for name, value in entry.values.items() if name not in entry.wrong},
            set(entry.wrong),
        )
        if (
            self.actor.access.reach(self.plan.spec.key, "create") is Reach.NONE
            or self.plan.policy == "update"
        ):
            return
        try:
            [outcome] = bulk.create(
                self.plan.spec.model,
                [kept],
                by=self.actor,
                batch=self.batch,
                partial=True,
                texts=self.plan.locale,
                dry=True,
            )
        except Refused:
            return
        self.tell(entry, {name: texts for name, texts in outcome.errors.items() if name not in before})
