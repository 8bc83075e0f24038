"""Which records a rule sends to the pool, when, and the doing of it.

The baseline is the later of the day on which the owner got it and his last follow-up; who was never followed up counts
from when the owner got it, never as infinitely old. Days are whole days where the company is, and more than the limit
must have gone by. So "more than 30 days" compares a column with one moment, for each level of the rule another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from kith.engine import registry
from kith.engine.spec import EntitySpec
from kith.features.pools import days
from kith.features.pools.configured import fitting, home_of, pool_of
from kith.features.pools.entities import KINDS, levels
from kith.features.pools.facts import facts
from kith.features.pools.judging import day_of, start_of, today, touched
from kith.features.pools.models import Base, Joined, Pool, PoolRule, Standing

NEAR = 30
"""Days ahead in which the countdown of a record is known, where a rule does not warn earlier."""


@dataclass
class Recycling:
    """One rule, read."""

    rule: PoolRule

    @cached_property
    def spec(self) -> EntitySpec:
        """The records that it is about."""
        return registry.spec(self.rule.entity)

    @cached_property
    def limits(self) -> dict[str, days.Limits]:
        """The days by kind."""
        known = levels(self.rule)
        found = {name: days.read(getattr(self.rule, name), known) for name in KINDS}
        able = {"follow_up", *(KINDS if self.rule.entity in facts else ())}
        return {name: one for name, one in found.items() if one is not None and name in able}

    @cached_property
    def level(self) -> str:
        """The column by which the days differ, "" when they do not."""
        return self.rule.level if any(one.by for one in self.limits.values()) else ""

    # ------------------------------------------------------------------ which

    def owned(self) -> Any:
        """Every record that has an owner and to which the rule applies, with what it looks at: `since`, `begun`,
        `touched`, `last_opportunity`, `last_deal`."""
        rows = self.spec.model.live().filter(owner__isnull=False)
        rows = fitting(rows, self.rule.where, self.spec)
        standing = Standing.objects.filter(entity=self.spec.key, record_id=OuterRef("pk"))
        since = (
            Coalesce("owner_since", "created_at")
            if "owner_since" in self.spec.fields
            else Coalesce(Subquery(standing.values("since")[:1]), F("created_at"))
        )
        bases = {
            Base.OWNED: since,
            Base.CREATED: F("created_at"),
            Base.LATER: Greatest(since, F("created_at")),
        }
        column = touched(self.spec)
        rows = rows.annotate(since=since, begun=bases[Base(self.rule.base)])
        rows = rows.annotate(touched=Coalesce(F(column), since) if column else since)
        return self._dealt(rows)

    def _dealt(self, rows: Any) -> Any:
        """Rows with what is known of deals, without those that are spared."""
        known, day = facts.get(self.spec.key), today()
        safe = Q(protected_until__gte=day)
        if not self.rule.locked:
            safe |= Q(locked_until__gte=day)
        kept = Standing.objects.filter(safe, entity=self.spec.key).values("record_id")
        rows = rows.exclude(pk__in=kept)
        if known is None:
            return rows
        if "opportunity" in self.limits:
            rows = rows.annotate(last_opportunity=Coalesce(known.opportunity(), F("begun")))
        if "deal" in self.limits:
            rows = rows.annotate(last_deal=Coalesce(known.deal(), F("begun")))
        if not self.rule.won:
            rows = rows.filter(~known.won())
        return rows if self.rule.dealing else rows.filter(~known.open())

    def candidates(self, ahead: int = 0) -> Any:
        """The records that it sends to a pool today, or within some days more."""
        rows = self.owned()
        tests = [self._test(name, limits, ahead) for name, limits in self.limits.items()]
        if not tests:
            return rows.none()
        found = tests[0]
        for test in tests[1:]:
            found = found & test if self.rule.joined == Joined.ALL else found | test
        return rows.filter(found)

    def _test(self, name: str, limits: days.Limits, ahead: int) -> Q:
        """Whether one kind of days is over, by level."""
        found = Q(pk__in=())
        for level, limit in limits.by.items():
            found |= Q(**{self.level: level}) & self._older(name, limit, ahead)
        if limits.rest is not None:
            others = ~Q(**{f"{self.level}__in": list(limits.by)}) if limits.by else Q()
            found |= others & self._older(name, limits.rest, ahead)
        return found

    def _older(self, name: str, limit: int, ahead: int) -> Q:
        day = days.cutoff(today() + dt.timedelta(days=ahead), limit, working=self.rule.working)
        moment = start_of(day)
        if name == "follow_up":
            return Q(since__lt=moment, touched__lt=moment)
        return Q(**{"begun__lt": moment, f"last_{name}__lt": moment})

    # ------------------------------------------------------------------ when

    def due(self, row: dict[str, Any]) -> dt.date | None:
        """The day on which a record goes, None for never. `row` has what `columns` names."""
        found = []
        for name, limits in self.limits.items():
            limit = limits.of(str(row.get(self.level) or "") if self.level else "")
            if limit is None:
                if self.rule.joined == Joined.ALL:
                    return None
                continue
            first = row["since"] if name == "follow_up" else row["begun"]
            last = row["touched"] if name == "follow_up" else row[f"last_{name}"]
            found.append(days.due(day_of(max(first, last)), limit, working=self.rule.working))
        if not found:
            return None
        return max(found) if self.rule.joined == Joined.ALL else min(found)

    @property
    def columns(self) -> list[str]:
        """What `due` reads of a record."""
        dealt = [f"last_{name}" for name in self.limits if name != "follow_up"]
        return ["pk", "owner_id", "since", "begun", "touched", *dealt, *([self.level] if self.level else [])]

    def upcoming(self, ids: Collection[int] | None = None) -> Iterator[tuple[int, dt.date]]:
        """The records that go within the near days, each with its day; among some or all."""
        rows = self.candidates(max(NEAR, self.rule.warning or 0))
        rows = rows if ids is None else rows.filter(pk__in=ids)
        for row in rows.order_by().values(*self.columns).iterator(chunk_size=2_000):
            day = self.due(row)
            if day is not None:
                yield row["pk"], max(day, today())

    # ------------------------------------------------------------------ whither

    def target(self, owner: int | None) -> Pool | None:
        """The pool to which what somebody owned goes."""
        return pool_of(self.rule.pool_id) if self.rule.pool_id else home_of(self.rule.entity, owner)
