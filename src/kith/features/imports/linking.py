"""Links of a chunk's rows: texts become ids of records, found within reach or created where the mapping says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import bulk, registry
from kith.engine.actor import Actor
from kith.engine.bulk import Outcome
from kith.engine.journal import Batch
from kith.features.imports import keys
from kith.features.imports.entries import Entry, Tally
from kith.features.imports.finding import Memory, find
from kith.features.imports.plan import Column, Plan
from kith.features.imports.seen import Seen
from kith.kernel.text import fold


def ghost(folded: str) -> str:
    """What a check remembers of a record that a row would have made, by its folded name."""
    return f"own\0{folded}"


@dataclass
class Linking:
    """The links of one chunk. `made` holds those that were created, by column, to be remembered after the commit."""

    plan: Plan
    actor: Actor
    batch: Batch | None
    memory: Memory
    tally: Tally
    seen: Seen | None = None
    made: dict[str, dict[str, int]] = field(default_factory=dict)

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
        ghosts = self.ghosts(column, wrong)
        for entry in entries:
            parts = named.get(id(entry))
            if parts is None:
                continue
            errors = [wrong[fold(text)] for text in parts if fold(text) in wrong.keys() - ghosts]
            ids = [found[fold(text)] for text in parts if fold(text) in found]
            del entry.values[column.key]
            for text in errors:
                entry.refuse(column.name or str(column.field.label), text, column.key)
            if ids and not errors:
                single: Any = (column.target, ids[0]) if column.field.type.key == "anyreference" else ids[0]
                entry.values[column.key] = ids if several else single

    @staticmethod
    def parts(value: Any, several: bool) -> list[str]:
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        return [part.strip() for part in text.split(";") if part.strip()] if several else [text.strip()]

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
        if self.keeping:
            self.memory.keep(name, fresh)
        if lost and column.create:
            fresh |= self.make(column, lost, wrong)
        else:
            label = registry.spec(column.target).label if lost else ""
            wrong |= {folded: self.nothing(label, text) for folded, text in lost.items()}
        return {**known, **fresh}, wrong

    @property
    def keeping(self) -> bool:
        """Whether what is found now is still there for the next chunk: a check takes back what it made."""
        return self.seen is None or not any(
            one.create or one.target == self.plan.spec.key for one in self.plan.columns
        )

    def ghosts(self, column: Column, wrong: dict[str, str]) -> set[str]:
        """While checking: names of records that earlier rows of the same file would have made."""
        if self.seen is None or column.target != self.plan.spec.key or column.find != "title":
            return set()
        marks = {ghost(folded): folded for folded in wrong}
        return {marks[mark] for mark in self.seen.known(marks)}

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

        def work(part: Sequence[Any]) -> list[Outcome]:
            return bulk.create(
                spec.model, part, by=self.actor, batch=self.batch, partial=True, texts=self.plan.locale
            )

        outcomes = bulk.attempt(rows, work)
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
