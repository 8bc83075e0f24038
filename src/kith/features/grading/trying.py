"""What a rating rule would set, before it is switched on; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, F

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.titles import titles
from kith.features.grading import rating
from kith.features.grading.models import RatingRule
from kith.features.grading.wording import label

SHOWN = 50


@dataclass
class Tally:
    """How many records would have a value, and how many of them come to it from a worse or a better one."""

    value: str
    count: int = 0
    up: int = 0
    down: int = 0


@dataclass
class Trial:
    """What a rule says of all records; the database counts, so that only one row for each pair of values is read."""

    row: RatingRule
    actor: Actor
    by: Actor = field(default_factory=Actor.system)

    @cached_property
    def rule(self) -> rating.Rule:
        """The rule, read."""
        return rating.Rule.of(self.row)

    @cached_property
    def lines(self) -> list[Tally]:
        """The values, the best first; what the rule does not name comes last."""
        if not self.rule.bands:
            return []
        ranks = self.rule.ranks
        found = {value: Tally(value) for value in ranks}
        rows = rating.deserved(self.rule, self.by).order_by().values("_now", "_deserved")
        for now, best, count in rows.annotate(_count=Count("pk")).values_list("_now", "_deserved", "_count"):
            line = found.setdefault(best, Tally(best))
            line.count += count
            line.up += count if ranks.get(best, -1) > ranks.get(now, -1) else 0
            line.down += count if ranks.get(best, -1) < ranks.get(now, -1) else 0
        return sorted(found.values(), key=lambda line: -ranks.get(line.value, -1))

    @property
    def shown(self) -> list[tuple[str, str, str, str]]:
        """The values as the page shows them."""
        number, spec = self.actor.show.number, self.rule.spec.fields[self.row.field]
        return [
            (label(spec, line.value), number(line.count), number(line.up), number(line.down))
            for line in self.lines
        ]

    @property
    def total(self) -> int:
        """Of how many records the rule speaks."""
        return sum(line.count for line in self.lines)

    @property
    def up(self) -> int:
        """How many get better, at once."""
        return sum(line.up for line in self.lines)

    @property
    def down(self) -> int:
        """How many get worse, once they deserved that for as long as the rule waits."""
        return sum(line.down for line in self.lines)

    @cached_property
    def examples(self) -> list[tuple[str, str, str]]:
        """The first that would change, of those that the reader sees: name, address, and from what to what."""
        if not self.rule.bands:
            return []
        spec, known = self.rule.spec, self.rule.spec.fields[self.row.field]
        mine = records.visible(spec.model, to=self.actor).values("pk")
        rows = rating.deserved(self.rule, self.by).exclude(_now=F("_deserved")).filter(pk__in=mine)
        found: list[Any] = list(rows.order_by("pk").values_list("pk", "_now", "_deserved")[:SHOWN])
        named = titles(spec.key, [number for number, *_rest in found], self.actor)
        return [
            (named[number], f"/{spec.plural}/{number}/", f"{label(known, now)} → {label(known, best)}")
            for number, now, best in found
            if number in named
        ]
