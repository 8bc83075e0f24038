"""The rows of a chunk that would become records, sorted: new ones, those that look like a record, those that look like
an earlier row. One look at the stored records for all rows; rows are compared with each other in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.features.imports.alike import Comparer, Like, Said, comparer
from kith.features.imports.entries import Entry
from kith.features.imports.plan import Plan
from kith.features.imports.seen import Seen


@dataclass
class Sorted:
    """Rows that are `new`, those that look like a stored record (`like`), those that look like a row that a check has
    taken in an earlier chunk (`ghosts`), and those that look like one of the new rows (`waiting`)."""

    new: list[Entry] = field(default_factory=list)
    like: list[Entry] = field(default_factory=list)
    ghosts: list[Entry] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)


@dataclass
class Sorter:
    """Compares the rows of one chunk. `made` are the records that its rows became."""

    plan: Plan
    actor: Actor
    seen: Seen | None
    made: set[int] = field(default_factory=set)

    @property
    def asked(self) -> Comparer | None:
        """Who compares, None where it makes no difference what a row looks like."""
        return None if self.plan.alike == "create" else comparer(self.plan.spec)

    def sort(self, entries: Sequence[Entry]) -> Sorted:
        """Sort rows. A row that says nothing of itself is new."""
        found, by = Sorted(), self.asked
        if by is None or not entries:
            found.new = list(entries)
            return found
        texts = [by.said(self.plan.spec, entry.values) for entry in entries]
        likes = by.likes(self.plan.spec, texts, self.actor)
        ghosts = self.known(by, texts)
        first: dict[int, list[Said]] = {}
        for entry, said, like, ghost in zip(entries, texts, likes, ghosts, strict=True):
            marks = by.marks(said)
            if like is not None:
                entry.like = self.told(like)
                found.like.append(entry)
            elif ghost:
                entry.like = self.earlier()
                found.ghosts.append(entry)
            elif any(by.same(self.plan.spec, said, one) for mark in marks for one in first.get(mark, ())):
                found.waiting.append(entry)
            else:
                found.new.append(entry)
                for mark in marks:
                    first.setdefault(mark, []).append(said)
        return found

    def told(self, like: Like) -> Like:
        """A record that a row of this chunk became is told as that row; a check takes it back, so it has no page."""
        if like.id not in self.made:
            return like
        return Like(self.earlier().text, like.id, like.others)

    @staticmethod
    def earlier() -> Like:
        """What is told of a row that looks like an earlier one."""
        return Like(_("An earlier row of this file says the same."))

    def page(self, entry: Entry) -> int | None:
        """The record that a row looks like, where there is a page of it to open."""
        number = entry.like.id
        return None if self.seen is not None and number in self.made else number

    def known(self, by: Comparer, texts: Sequence[Said]) -> list[bool]:
        """While checking: whether each row looks like one that an earlier chunk would have made."""
        if self.seen is None:
            return [False] * len(texts)
        marks = [by.marks(said) for said in texts]
        kept = self.seen.said({_name(mark) for found in marks for mark in found})
        return [
            any(_name(mark) in kept and by.same(self.plan.spec, said, json.loads(kept[_name(mark)])) for mark in found)
            for said, found in zip(texts, marks, strict=True)
        ]  # fmt: skip

    def remember(self, made: Iterable[tuple[Entry, int]]) -> None:
        """Rows became records: later rows may look like them."""
        rows, by = list(made), self.asked
        self.made |= {number for _entry, number in rows}
        if by is None or self.seen is None:
            return
        for entry, _number in rows:
            said = by.said(self.plan.spec, entry.values)
            text = json.dumps(said, ensure_ascii=False)
            self.seen.keep({_name(mark): text for mark in by.marks(said)})


def _name(mark: int) -> str:
    return f"alike\0{mark}"
