"""What records deserve by a rule, as one query, and setting it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from kith.engine import bulk, journal, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.connections import writing
from kith.engine.expressions import column
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec
from kith.features.grading.deciding import Falling, decide
from kith.features.grading.models import RatingChange, RatingLine, RatingRule, Waiting, Way
from kith.kernel import clock

CHUNK = 500
EVERY = Q(pk__gt=0)
"""True of all rows: a CASE takes no empty condition."""


@dataclass(frozen=True)
class Rule:
    """A rule with its lines."""

    row: RatingRule
    spec: EntitySpec
    lines: Sequence[RatingLine]

    @classmethod
    def of(cls, row: RatingRule) -> Rule:
        """A stored rule; its lines in their order."""
        lines = RatingLine.live().filter(rule_id=row.pk).order_by("position", "pk")
        return cls(row, registry.spec(row.entity), list(lines))

    @property
    def bands(self) -> list[RatingLine]:
        """The lines that give a value, the best first."""
        found = [line for line in self.lines if line.value]
        return sorted(found, key=lambda line: -line.points) if self.row.way == Way.POINTS else found

    @property
    def ranks(self) -> dict[str, int]:
        """How good each value is; more is better."""
        best_first = list(dict.fromkeys(line.value for line in self.bands))
        return {value: len(best_first) - place for place, value in enumerate(best_first)}

    @property
    def until(self) -> str:
        """The field that says until when a value set by hand holds, "" where the object has none."""
        name = f"{self.row.field}_until"
        return name if name in self.spec.fields else ""

    def holds(self, where: Any, by: Actor) -> Q:
        """A condition of the rule or of a line as a filter."""
        return (to_q(parse(where, self.spec, by), by) if where else Q()) or EVERY


def deserved(rule: Rule, by: Actor) -> QuerySet[Any]:
    """The records that a rule speaks of, with `_now`, `_points` and `_deserved`; those held by hand are left out."""
    rows: QuerySet[Any] = rule.spec.model.objects.filter(LIVE).filter(rule.holds(rule.row.where, by))
    if rule.until:
        rows = rows.exclude(**{f"{rule.until}__gte": clock.today(by.time_zone)})
    points = [
        Case(When(rule.holds(line.where, by), then=Value(line.points)), default=Value(0), output_field=IntegerField())
        for line in rule.lines
        if rule.row.way == Way.POINTS and not line.value
    ]  # fmt: skip
    now = Coalesce(
        Cast(column(rule.spec.fields[rule.row.field]), TextField()), Value(""), output_field=TextField()
    )
    rows = rows.annotate(_now=now, _points=reduce(add, points, Value(0, output_field=IntegerField())))
    whens = [
        When(Q(_points__gte=line.points) if rule.row.way == Way.POINTS else rule.holds(line.where, by),
             then=Value(line.value))
        for line in rule.bands
    ]  # fmt: skip
    best = (
        Case(*whens, default=Value(""), output_field=TextField())
        if whens
        else Value("", output_field=TextField())
    )
    found: QuerySet[Any] = rows.annotate(_deserved=best)
    return found


def settle(row: RatingRule, ids: Iterable[int] | None = None) -> int:
    """Set what records deserve, all of them or some; how many changed. What does not differ is not touched."""
    rule, by = Rule.of(row), Actor.system()
    if not rule.bands:
        return 0
    waiting = Waiting.objects.filter(rule_id=row.pk)
    rows = deserved(rule, by).filter(~Q(_now=F("_deserved")) | Q(pk__in=waiting.values("record_id")))
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    last, changed = 0, 0
    while found := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", "_now", "_deserved", "_points")[:CHUNK]
    ):
        with writing():
            changed += _chunk(rule, found, by)
        last = found[-1][0]
    return changed


def _chunk(rule: Rule, found: Sequence[tuple[int, str, str, int]], by: Actor) -> int:
    """Some records in one transaction."""
    numbers = [number for number, *_rest in found]
    waiting = Waiting.objects.filter(rule_id=rule.row.pk, record_id__in=numbers)
    known = {one.record_id: Falling(one.value, one.since) for one in waiting}
    ranks, today = rule.ranks, clock.today(by.time_zone)
    fresh, falls = [], []
    for number, now, best, points in found:
        value, fall = decide(ranks, now, best, known.get(number), today=today, hold=rule.row.hold_days)
        if value != now:
            fresh.append((number, now, value, points))
        if fall is not None:
            falls.append(Waiting(rule_id=rule.row.pk, record_id=number, value=fall.value, since=fall.since))
    waiting.delete()
    Waiting.objects.bulk_create(falls)
    return _set(rule, fresh, by)


def _set(rule: Rule, fresh: Sequence[tuple[int, str, str, int]], by: Actor) -> int:
    """Write values through the gate and note why; what a rule of validation refuses stays as it is."""
    if not fresh:
        return 0
    field = rule.row.field
    changes = [(number, None, {field: new}) for number, _old, new, _points in fresh]
    with journal.batch(by, "update", entity=rule.spec.key) as batch:
        outcomes = bulk.update(rule.spec.model, changes, by=by, partial=True)
    told = [
        RatingChange(
            entity=rule.spec.key, record_id=number, field=field, old=old, new=new, rule_id=rule.row.pk,
            points=points if rule.row.way == Way.POINTS else None, reason=rule.row.name, at=clock.now(),
            batch_id=batch.pk,
        )
        for (number, old, new, points), outcome in zip(fresh, outcomes, strict=True)
        if outcome.id is not None
    ]  # fmt: skip
    RatingChange.objects.bulk_create(told)
    return len(told)
