"""Scores: worked out with each write, and for all records in the background, in both cases from the same rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kith.engine import epoch, keeping, registry
from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.condition import AllOf, AnyOf, Node, Not, Related, holds, parse, to_q
from kith.engine.errors import Refused
from kith.engine.spec import EntitySpec
from kith.features.quality.checking import plausible
from kith.features.quality.entities import GAPS, SCORE, scored
from kith.features.quality.models import Kind, QualityRule

FRESH = ("created_at", "updated_at")
"""Days that a write sets itself: what is written now is not old."""
FULL = 100
doubles: list[Callable[[EntitySpec, Sequence[int]], set[int]]] = []
"""(spec, ids) -> those that are there more than once; put here by who knows."""


@dataclass(frozen=True)
class Rule:
    """One active rule, as scoring needs it."""

    id: int
    entity: str
    kind: str
    field: str
    days: int
    where: Mapping[str, Any]
    weight: int

    @property
    def said(self) -> Mapping[str, Any]:
        """The condition of good records; of a plausible value there is none."""
        if self.kind == Kind.FILLED:
            return {"field": self.field, "op": "not_empty"}
        if self.kind == Kind.YOUNGER:
            return {"field": self.field, "op": "gte", "value": {"days": -self.days}}
        return self.where


@epoch.per_configuration
def every() -> dict[str, tuple[Rule, ...]]:
    """The active rules by entity."""
    found: dict[str, tuple[Rule, ...]] = {}
    for row in QualityRule.live().filter(active=True).order_by("pk"):
        name = row.field.partition(".")[2]
        rule = Rule(row.pk, row.entity, row.kind, name, row.days or 0, row.where, row.weight)
        found[row.entity] = (*found.get(row.entity, ()), rule)
    return found


@dataclass(frozen=True)
class Scoring:
    """The rules of one entity for one pass over records; Kith looks, not a person."""

    spec: EntitySpec

    @cached_property
    def rules(self) -> list[tuple[Rule, Node | None]]:
        """Rules with their conditions; those that name what is gone by now ask for nothing."""
        found: list[tuple[Rule, Node | None]] = []
        for rule in every().get(self.spec.key, ()):
            if rule.kind in (Kind.VALID, Kind.SINGLE):
                if rule.field in self.spec.fields or rule.kind == Kind.SINGLE:
                    found.append((rule, None))
                continue
            try:
                found.append((rule, parse(rule.said, self.spec, self.actor)))
            except Refused:
                continue
        return found

    @cached_property
    def actor(self) -> Actor:
        """Who looks."""
        return Actor.system()

    def of(self, gaps: Sequence[int]) -> int | None:
        """The score, 0 to 100, of a record with these gaps; None where nothing is asked."""
        total = sum(rule.weight for rule, _node in self.rules)
        missing = sum(rule.weight for rule, _node in self.rules if rule.id in gaps)
        return round(FULL * (total - missing) / total) if total else None

    def written(self, record: Any) -> list[int]:
        """The gaps of a record that is being written. What other records say stays as it was told before."""
        found, before = [], set(self.spec.value(record, self.spec.fields[GAPS]) or ())
        for rule, node in self.rules:
            if rule.kind == Kind.SINGLE:
                good = rule.id not in before
            elif node is None:
                field = self.spec.fields[rule.field]
                good = plausible(field, self.spec.value(record, field))
            elif rule.kind == Kind.YOUNGER and rule.field in FRESH:
                good = True
            elif _looks_elsewhere(node):
                good = rule.id not in before
            else:
                good = holds(node, self.spec, record, self.actor)
            if not good:
                found.append(rule.id)
        return found

    def stored(self, ids: Sequence[int]) -> dict[int, list[int]]:
        """The gaps of stored records: one query for each rule."""
        found: dict[int, list[int]] = {number: [] for number in ids}
        rows = self.spec.model.live().filter(pk__in=ids)
        read: list[Any] = list(rows) if any(rule.kind == Kind.VALID for rule, _node in self.rules) else []
        for rule, node in self.rules:
            if rule.kind == Kind.SINGLE:
                wrong = {number for find in doubles for number in find(self.spec, ids)}
            elif node is None:
                field = self.spec.fields[rule.field]
                wrong = {row.pk for row in read if not plausible(field, self.spec.value(row, field))}
            else:
                wrong = set(ids) - set(rows.filter(to_q(node, self.actor)).values_list("pk", flat=True))
            for number in wrong:
                found[number].append(rule.id)
        return found

    def keep(self, ids: Sequence[int]) -> None:
        """Store the scores of records, in the transaction of the caller."""
        gaps = self.stored(ids)
        keeping.keep(self.spec, SCORE, {number: self.of(found) for number, found in gaps.items()})
        keeping.keep(self.spec, GAPS, gaps)


def _looks_elsewhere(node: Node) -> bool:
    match node:
        case AllOf(parts) | AnyOf(parts):
            return any(_looks_elsewhere(part) for part in parts)
        case Not(part):
            return _looks_elsewhere(part)
        case Related():
            return True
    return False


def compute(spec: EntitySpec, changes: Sequence[Change]) -> None:
    """Give records their scores as they are written."""
    scoring = Scoring(spec)
    for change in changes:
        gaps = scoring.written(change.record)
        spec.set(change.record, spec.fields[GAPS], gaps)
        spec.set(change.record, spec.fields[SCORE], scoring.of(gaps))


@dataclass(frozen=True)
class Computing:
    """What the spec of an entity with rules carries."""

    entity: str

    def compute(self, changes: Sequence[Change], *, actor: Actor) -> None:
        """Score what is written."""
        compute(registry.spec(self.entity), changes)


@registry.shaped_by
def shape(spec: EntitySpec) -> EntitySpec:
    """Every entity with a score computes it, while there are rules."""
    if not scored(spec) or not every().get(spec.key):
        return spec
    return replace(spec, settling=(*spec.settling, Computing(spec.key).compute))
