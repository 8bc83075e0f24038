"""One chunk of rows through the gate: links found or created, records matched, created and changed, keys given.

Everything happens in the caller's transaction. Rows that mean the same record are taken one after another, so that the
later one changes what the earlier one made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import bulk, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.bulk import Outcome
from kith.engine.errors import Invalid, Refused
from kith.engine.journal import Batch
from kith.features.imports import keys
from kith.features.imports.finding import Memory, find
from kith.features.imports.matching import Meaning, existing, meaning
from kith.features.imports.plan import LINKS, LONGEST_KEY, Column, Plan
from kith.features.imports.problems import Problem
from kith.features.imports.reading import Row
from kith.features.imports.seen import Seen
from kith.features.tabular import CellError
from kith.kernel.text import fold


@dataclass(slots=True)
class Entry:
    """One row on its way: values by field, external keys by source, what it is matched by, what is wrong."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    mark: Meaning | None = None
    target: int | None = None
    messages: list[tuple[str, str]] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)

    def refuse(self, column: str, text: Any, key: str = "") -> None:
        """Note what is wrong."""
        self.messages.append((column, str(text)))
        self.wrong.add(key)


@dataclass(slots=True)
class Tally:
    """What became of a chunk."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    links: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Chunk:
    """The work on one chunk. `seen` is there when nothing will be kept: it stands for what earlier chunks would have
    made."""

    plan: Plan
    actor: Actor
    batch: Batch | None
    memory: Memory
    seen: Seen | None = None
    tally: Tally = field(default_factory=Tally)
    made: dict[str, dict[str, int]] = field(default_factory=dict)

    def run(self, rows: Sequence[Row]) -> Tally:
        """Take all rows in. Raises Refused when the actor may not import at all."""
        entries = [self.entry(row, cells) for row, cells, error in rows if error is None]
        self.tally.rows = len(rows)
        for column in self.plan.columns:
            if column.field is not None and column.field.type.key in LINKS:
                self.link(column, entries)
        self.mark(entries)
        for entry in entries:
            if entry.wrong:
                self.examine(entry)
        for group in self.rounds([entry for entry in entries if not entry.wrong]):
            self.take(group)
        unread = [Problem(row, [("", error.message)]) for row, _cells, error in rows if error is not None]
        refused = [Problem(entry.row, entry.messages) for entry in entries if entry.wrong]
        self.tally.problems = sorted([*unread, *refused], key=lambda one: one.row)
        return self.tally

    # ------------------------------------------------------------------ values

    def entry(self, row: int, cells: Sequence[Any]) -> Entry:
        """The values that a row gives; empty cells leave the field alone, or clear it when the mapping says so."""
        entry = Entry(row)
        for column in self.plan.columns:
            value = column.cell(cells)
            if isinstance(value, str):
                value = value if value.strip() else None
            if isinstance(value, CellError):
                entry.refuse(
                    column.name,
                    _("The spreadsheet could not compute this cell (%(error)s).") % {"error": value},
                    column.key,
                )
            elif column.field is None:
                self.key(entry, column, value)
            elif value is None:
                entry.blank.add(column.key)
            else:
                entry.values[column.key] = value
        return entry

    @staticmethod
    def key(entry: Entry, column: Column, value: Any) -> None:
        text = "" if value is None else str(value).strip()
        if len(text) > LONGEST_KEY or "\0" in text:
            entry.refuse(
                column.name, _("This key is too long (at most %(max)s characters).") % {"max": LONGEST_KEY}
            )
        elif text:
            entry.keys[column.source] = text

    # ------------------------------------------------------------------ links

    def link(self, column: Column, entries: Sequence[Entry]) -> None:
        """Put ids where texts name records."""
        assert column.field is not None  # noqa: S101 - told to the type checker
        several = column.field.type.key == "references"
        named = {
            id(entry): self.parts(entry.values[column.key], several)
            for entry in entries
            if column.key in entry.values
        }
        texts: dict[str, str] = {}
        for text in chain.from_iterable(named.values()):
            texts.setdefault(fold(text), text)
        found, wrong = self.found(column, texts)
        for entry in entries:
            parts = named.get(id(entry))
            if parts is None:
                continue
            errors = [wrong[fold(text)] for text in parts if fold(text) in wrong]
            ids = [found[fold(text)] for text in parts if fold(text) in found]
            del entry.values[column.key]
            for text in errors:
                entry.refuse(column.name or str(column.field.label), text, column.key)
            if not errors:
                single: Any = (column.target, ids[0]) if column.field.type.key == "anyreference" else ids[0]
                entry.values[column.key] = ids if several else single

    @staticmethod
    def parts(value: Any, several: bool) -> list[str]:
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        texts = [part.strip() for part in text.split(";") if part.strip()] if several else [text.strip()]
        return texts

    def found(self, column: Column, texts: dict[str, str]) -> tuple[dict[str, int], dict[str, str]]:
        """Ids and error messages by folded text."""
        name = f"{column.key}/{column.name}"
        kept = self.memory.of(name)
        known = {folded: kept[folded] for folded in texts if folded in kept}
        missing = {folded: text for folded, text in texts.items() if folded not in known}
        looked = find(column, missing.values(), self.actor, self.plan.locale)
        wrong = {
            folded: _("“%(text)s” is the name of several records.") % {"text": texts[folded][:80]}
            for folded, ids in looked.items()
            if len(ids) > 1
        }
        fresh = {folded: ids[0] for folded, ids in looked.items() if len(ids) == 1}
        lost = {folded: text for folded, text in missing.items() if folded not in looked}
        self.memory.keep(name, fresh)
        if lost and column.create:
            fresh |= self.make(column, lost, wrong)
        else:
            label = registry.spec(column.target).label if lost else ""
            wrong |= {folded: self.nothing(label, text) for folded, text in lost.items()}
        return {**known, **fresh}, wrong

    @staticmethod
    def nothing(label: Any, text: str) -> str:
        return _("%(thing)s “%(text)s” does not exist.") % {"thing": label, "text": text[:80]}

    def make(self, column: Column, lost: dict[str, str], wrong: dict[str, str]) -> dict[str, int]:
        """Create the records that the texts name, as far as the actor may."""
        spec = registry.spec(column.target)
        name = spec.title if column.find in ("title", "key") else column.find
        rows = [{**column.extra, name: text} for text in lost.values()]
        if column.find == "key":
            rows = [{spec.title: text, **column.extra} for text in lost.values()]
        outcomes = self.attempt(rows, lambda part: bulk.create(
            spec.model, part, by=self.actor, batch=self.batch, partial=True, texts=self.plan.locale))  # fmt: skip
        found: dict[str, int] = {}
        for folded, outcome in zip(lost, outcomes, strict=True):
            if outcome.id is None:
                first = next(str(text) for texts in outcome.errors.values() for text in texts)
                wrong[folded] = f"{self.nothing(spec.label, lost[folded])} {first}"
            else:
                found[folded] = outcome.id
        if column.find == "key":
            keys.give(
                spec,
                (((column.source, lost[folded].strip()), number) for folded, number in found.items()),
                self.batch_id,
            )
        self.count_links(column, found)
        return found

    def count_links(self, column: Column, found: dict[str, int]) -> None:
        """Count what was created, once, and remember it when it is kept."""
        new = len(found)
        if self.seen is not None:
            new = self.seen.add([f"link\0{column.target}\0{column.find}\0{folded}" for folded in found])
        else:
            self.made.setdefault(f"{column.key}/{column.name}", {}).update(found)
            if len([one for one in self.plan.columns if one.target == column.target]) > 1:
                self.memory.found.clear()
        if new:
            self.tally.links[column.target] = self.tally.links.get(column.target, 0) + new

    @property
    def batch_id(self) -> int | None:
        """The journal batch, None when nothing is kept."""
        return self.batch.pk if self.batch else None

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
            marks: list[Any] = [pair for pair in entry.keys.items()]
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
        create, update = [], []
        for entry in entries:
            if entry.wrong:
                continue
            (update if entry.target is not None else create).append(entry)
        create = [entry for entry in create if self.may_create(entry, known=id(entry) in ghosts)]
        update = [entry for entry in update if self.may_update(entry)]
        self.create(create, ghosts)
        self.update(update)

    def match(self, entries: Sequence[Entry]) -> None:
        """Find the record of each row."""
        spec = self.plan.spec
        pairs = [pair for entry in entries for pair in entry.keys.items()]
        taken = keys.known(spec, pairs) if pairs else {}
        alive = keys.living(spec, taken.values()) if taken else set()
        seen = keys.within_reach(spec, alive, self.actor) if alive else set()
        if self.plan.by:
            found = existing(self.plan, (entry.mark for entry in entries if entry.mark), self.actor)
            for entry in entries:
                ids = found.get(entry.mark, []) if entry.mark else []
                if len(ids) > 1:
                    text = _("Several records fit this row: %(ids)s.") % {
                        "ids": ", ".join(f"#{one}" for one in ids[:5])
                    }
                    entry.refuse(self.plan.heading(self.plan.by[0].key), text)
                elif ids:
                    entry.target = ids[0]
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
        outcomes = self.attempt([entry.values for entry in entries], self.creating)
        made = self.settle(entries, outcomes)
        old = sum(id(entry) in ghosts for entry, _number in made)
        self.tally.created += len(made) - old
        self.tally.updated += old
        if self.seen is not None and self.plan.matching:
            self.seen.add([repr(entry.mark) for entry, _number in made if entry.mark is not None])

    def creating(self, part: Sequence[Any]) -> list[Outcome]:
        return bulk.create(
            self.plan.spec.model, part, by=self.actor, batch=self.batch, partial=True, texts=self.plan.locale
        )

    def update(self, entries: Sequence[Entry]) -> None:
        """Changes of records that rows mean."""
        if not entries:
            return
        rows = [(entry.target, None, self.changes(entry)) for entry in entries]
        self.tally.updated += len(self.settle(entries, self.attempt(rows, self.updating)))

    def updating(self, part: Sequence[Any]) -> list[Outcome]:
        return bulk.update(
            self.plan.spec.model, part, by=self.actor, batch=self.batch, partial=True, texts=self.plan.locale
        )

    def changes(self, entry: Entry) -> dict[str, Any]:
        """The values of a row as a change."""
        return {**dict.fromkeys(entry.blank), **entry.values} if self.plan.clear else entry.values

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

    def attempt(self, items: Sequence[Any], work: Callable[[Sequence[Any]], list[Outcome]]) -> list[Outcome]:
        """Do the work on all at once; when the database refuses the lot, on halves, until the row at fault is alone."""
        try:
            return work(items)
        except Refused as error:
            if self.batch is not None:
                self.batch.refresh_from_db()
            if len(items) == 1:
                errors = error.errors if isinstance(error, Invalid) else {"": [str(error)]}
                return [Outcome(None, errors)]
        middle = len(items) // 2
        return [*self.attempt(items[:middle], work), *self.attempt(items[middle:], work)]
