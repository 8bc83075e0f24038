"""Who equals this: the records that share keys with what somebody says, within the rights of who asks.

    look([Ask("customer", {"name": "Acme Ltd", "phone": "+44 20 7946 0018"})], by=actor)

Anybody may call it; of records that the actor may not see it gives no more than that they are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kith.engine import registry
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.registry import code_of
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.duplicates import marking
from kith.features.duplicates.marking import STRONG, WORDS, Marks
from kith.features.duplicates.models import MatchKey
from kith.kernel.matching.comparing import likeness
from kith.kernel.matching.names import parse

MOST = 200
"""So many records of one key are looked at: a number that more have, such as of a switchboard, says nothing."""
CHUNK = 5_000
ALIKE = 0.88
"""From so much likeness on (from 0 to 1) names that are not the same are shown while typing."""

SAME = 0.999
"""Names are the same from here on: what only sounds the same, in other signs, is not."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that may be the same: what is `equal` (name, phone, mail, tax; empty when the names are only alike), how
    alike the names are (from 0 to 1), and whether the actor sees it. `telling` is what of `equal` he may know of."""

    entity: str
    record: Any
    equal: frozenset[str]
    telling: frozenset[str]
    likeness: float
    seen: bool

    @property
    def id(self) -> int:
        """The record's number."""
        return int(self.record.pk)

    def title(self, to: Actor) -> str:
        """Its name for who may see it."""
        return title_of(registry.spec(self.entity), self.record, to) if self.seen else ""


@dataclass
class Ask:
    """What is looked for: texts by what they are (name, phone, mail, tax), several to a line, or the `marks` of them;
    records of these `entities`, but not `itself` (entity and id)."""

    entities: Sequence[str]
    texts: Mapping[str, str] = field(default_factory=dict)
    itself: tuple[str, int | None] = ("", None)
    marks: Marks = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Marks of the texts."""
        for what, text in self.texts.items():
            for line in text.splitlines():
                self.marks |= dict(marking.of_text(what, line))

    @property
    def names(self) -> list[str]:
        """The names that were said."""
        return [line for line in self.texts.get("name", "").splitlines() if line.strip()]


Hits = dict[tuple[str, int], set[int]]
"""Kinds of shared keys by entity and record."""


def look(asks: Sequence[Ask], *, by: Actor, alike: bool = False) -> list[list[Found]]:
    """For each question the records that may be the same, the surest first; with `alike` those too whose names are only
    nearly equal. One query for keys and one for records of each entity, however many questions."""
    hits = _hits(asks, alike=alike)
    rows = _records(hits)
    return [_judged(ask, found, rows, by, alike=alike) for ask, found in zip(asks, hits, strict=True)]


def _hits(asks: Sequence[Ask], *, alike: bool) -> list[Hits]:
    """What shares a key with each question."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for place, ask in enumerate(asks):
        for mark, kind in ask.marks.items():
            if alike or kind in STRONG:
                wanted[mark].append(place)
    codes = {code_of(key): key for ask in asks for key in ask.entities}
    found: list[Hits] = [defaultdict(set) for _ask in asks]
    for mark, kind, entity, number in _rows(sorted(wanted), sorted(codes)):
        for place in wanted[mark]:
            place_ = (codes[entity], number)
            if place_[0] in asks[place].entities and place_ != asks[place].itself:
                found[place][place_].add(kind)
    return found


def _rows(marks: list[int], codes: list[int]) -> Iterable[tuple[int, int, int, int]]:
    for start in range(0, len(marks), CHUNK):
        part = marks[start : start + CHUNK]
        rows = MatchKey.objects.filter(mark__in=part, entity__in=codes)
        yield from rows.values_list("mark", "kind", "entity", "record_id")[: MOST * len(part)]


def _records(hits: Sequence[Hits]) -> dict[tuple[str, int], Any]:
    """The live records that were hit."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for found in hits:
        for entity, number in found:
            wanted[entity].add(number)
    return {
        (entity, row.pk): row
        for entity, numbers in wanted.items()
        for start in range(0, len(numbers), CHUNK)
        for row in registry.spec(entity).model.live().filter(pk__in=sorted(numbers)[start : start + CHUNK])
    }


def _judged(
    ask: Ask, hits: Hits, rows: Mapping[tuple[str, int], Any], by: Actor, *, alike: bool
) -> list[Found]:
    """The hits of one question that hold, the surest first."""
    found = []
    for place, kinds in hits.items():
        if place not in rows:
            continue
        spec, record = registry.spec(place[0]), rows[place]
        near = nearness(ask.names, spec, record)
        equal = {WORDS[kind] for kind in kinds & STRONG}
        if near < SAME and ask.names:
            equal.discard("name")
        if not equal and not (alike and near >= ALIKE):
            continue
        if (one := _seen(spec, record, by, equal=frozenset(equal), near=near)) is not None:
            found.append(one)
    return sorted(found, key=lambda one: (-len(one.equal), "name" not in one.equal, -one.likeness, one.id))


def _seen(spec: EntitySpec, record: Any, by: Actor, *, equal: frozenset[str], near: float) -> Found | None:
    """A hit within rights: of what is not seen only what is equal counts, and nothing where nothing may be read."""
    if by.access.reach(spec.key, "read") is Reach.NONE:
        return None
    seen = Scope(spec.key, by.access).covers(record)
    telling = frozenset(word for word in equal if readable(spec, word, by)) if seen else frozenset()
    if (not seen and not equal) or (seen and equal and not telling):
        return None
    if seen and not equal and not readable(spec, "name", by):
        return None
    return Found(spec.key, record, equal, telling, max(near, 0.0), seen)


def readable(spec: EntitySpec, word: str, by: Actor) -> bool:
    """Whether an actor may read any of the fields that say this of a record."""
    names = spec.entity.alike.get(word, ()) or (spec.title,)
    return any(by.access.level(spec.key, name) >= Level.READ for name in names)


def nearness(names: Sequence[str], spec: EntitySpec, record: Any) -> float:
    """How alike the nearest of names said and names of a record are, from 0 to 1; -1 when each pair speaks against each
    other, such as two branches."""
    return near_names(names, [text for what, _field, text in marking.said(spec, record) if what == "name"])


def near_names(names: Sequence[str], theirs: Sequence[str]) -> float:
    """The same of two lists of names."""
    pairs = [(ours, other) for ours in map(parse, names) for other in map(parse, theirs)]
    near = [likeness(*one.beside(other)) for one, other in pairs if not one.clashes(other)]
    return max(near, default=-1.0 if pairs else 0.0)
