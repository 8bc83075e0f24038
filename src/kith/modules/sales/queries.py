"""Named reads of sales: the pipelines as rules need them, and the figures that managers ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from kith.engine import epoch, records, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.settings import company
from kith.engine.summary import summarize
from kith.kernel.money import Money
from kith.modules.activities.queries.activities import planned
from kith.modules.sales.models import Opportunity, OpportunityLine, Outcome, Pipeline, Stage

OPEN = {"field": "outcome", "op": "is", "value": "open"}
NOTHING_PLANNED = (
    OPEN,
    {"field": "next_step", "op": "empty"},
    {"related": "activities", "by": "about", "none": {"field": "done", "op": "is", "value": False}},
)
"""Open deals that have nothing ahead: no next step in words, and no open activity."""
CLOSING = (OPEN, {"field": "close_on", "op": "within", "value": "this_month"})
UNANSWERED = (
    {"field": "respond_by", "op": "not_empty"},
    {"related": "activities", "by": "about", "none": {"field": "done", "op": "is", "value": True}},
)
"""New leads that nobody has been in touch with."""
ANSWERED_TOO_LATE = ({"field": "respond_by", "op": "lt", "value": {"days": 0}}, *UNANSWERED[1:])
UNDER_WAY = {"field": "status", "op": "in", "value": ["new", "working", "qualified"]}


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as rules need it."""

    id: int
    pipeline_id: int
    probability: Decimal
    outcome: str
    stall_days: int | None = None
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ways:
    """All pipelines with their usual length in days, the ones in use first, and all stages, both in their order."""

    pipelines: Mapping[int, int]
    steps: Mapping[int, Step]

    def first(self, pipeline_id: int | None, outcome: str = Outcome.OPEN) -> Step | None:
        """The first stage of a pipeline with this outcome."""
        found = (step for step in self.steps.values() if step.pipeline_id == pipeline_id)
        return next((step for step in found if step.outcome == outcome), None)


@epoch.per_configuration
def ways() -> Ways:
    """The pipelines as they are configured now."""
    rows = Pipeline.live().order_by("-active", "position", "pk").values_list("pk", "days")
    stages = Stage.live().order_by("position", "pk")
    steps = {
        row.pk: Step(
            row.pk,
            row.pipeline_id,
            row.probability,
            row.outcome,
            row.stall_days,
            tuple(row.requires),
        )
        for row in stages
    }
    return Ways(dict(rows), steps)


def stalled() -> dict[str, Any] | None:
    """The condition of open deals that are longer in their stage than it allows; None when no stage has a limit."""
    steps = [step for step in ways().steps.values() if step.outcome == Outcome.OPEN and step.stall_days]
    parts = [
        {
            "all": [
                {"field": "stage", "op": "is", "value": step.id},
                {"field": "stage_changed_at", "op": "lt", "value": {"days": -(step.stall_days or 0)}},
            ]
        }
        for step in steps
    ]
    return {"all": [OPEN, {"any": parts}]} if parts else None


def planned_for_leads(ids: Collection[int], *, actor: Actor) -> set[int]:
    """Leads about which something is still to be done."""
    return planned("lead", ids, to=actor)


def planned_for_deals(ids: Collection[int], *, actor: Actor) -> set[int]:
    """Deals about which something is still to be done."""
    return planned("opportunity", ids, to=actor)


def sums_of_lines(opportunity_ids: set[int]) -> dict[int, Money]:
    """What the lines of each deal add up to, in their currency, or in the company's when they have several."""
    found: dict[int, Money] = {}
    several: set[int] = set()
    for line in OpportunityLine.live().filter(opportunity_id__in=opportunity_ids).order_by("pk"):
        known = found.get(line.opportunity_id)
        if known is not None and known.currency != line.amount.currency:
            several.add(line.opportunity_id)
        elif line.opportunity_id not in several:
            found[line.opportunity_id] = line.amount + known if known is not None else line.amount
    return {**found, **_in_company_currency(several)}


def _in_company_currency(opportunity_ids: set[int]) -> dict[int, Money]:
    rows = OpportunityLine.live().filter(opportunity_id__in=opportunity_ids)
    totals = (
        rows.values("opportunity_id")
        .annotate(total=Sum("amount_base"))
        .values_list("opportunity_id", "total")
    )
    return {number: Money.from_minor(total, company().currency) for number, total in totals}


@dataclass(frozen=True, slots=True)
class Rate:
    """How many deals of a group were won and lost, and the share of won ones in percent (None without closed deals)."""

    key: Any
    won: int
    lost: int

    @property
    def percent(self) -> Decimal | None:
        """Won of all closed, in percent with two places."""
        closed = self.won + self.lost
        return (Decimal(100 * self.won) / closed).quantize(Decimal("0.01")) if closed else None


def win_rate(*, by: str = "", to: Actor, where: Mapping[str, Any] | None = None) -> list[Rate]:
    """Won and lost deals within reach, for each owner, product, `close_on.month` … or, without `by`, of all.

    `where` is a condition that narrows them. Raises UnknownField or Malformed for what cannot be grouped.
    """
    spec = registry.spec("opportunity")
    node = parse(where, spec, to) if where else None
    counted: dict[Any, dict[str, int]] = {} if by else {None: {}}
    for line in summarize(spec, to, groups=[by, "outcome"] if by else ["outcome"], where=node):
        key = line.keys[0] if by else None
        counted.setdefault(key, {})[line.keys[-1]] = line.count
    return [Rate(key, said.get(Outcome.WON, 0), said.get(Outcome.LOST, 0)) for key, said in counted.items()]


@dataclass(frozen=True, slots=True)
class StageFigures:
    """Deals in one stage: how many, what they are worth, and what they are worth weighted by their probability."""

    stage_id: int
    count: int
    total: Money
    weighted: Money


def pipeline_figures(pipeline_id: int, *, to: Actor) -> list[StageFigures]:
    """Every stage of a pipeline in its order, with what this actor sees in it. Money in the company's currency."""
    rows = records.visible(Opportunity, to=to).filter(pipeline_id=pipeline_id)
    lines = rows.values("stage_id", "probability").annotate(n=Count("pk"), total=Sum("amount_base"))
    found: dict[int, list[tuple[int, int, Decimal]]] = {}
    for line in lines:
        share = (line["probability"] or Decimal(0)) / 100
        found.setdefault(line["stage_id"], []).append((line["n"], line["total"], line["total"] * share))
    steps = (step for step in ways().steps.values() if step.pipeline_id == pipeline_id)
    return [_figures(step.id, found.get(step.id, [])) for step in steps]


def _figures(stage_id: int, parts: Sequence[tuple[int, int, Decimal]]) -> StageFigures:
    currency = company().currency
    total = sum(part[1] for part in parts)
    weighted = sum((part[2] for part in parts), Decimal(0))
    return StageFigures(
        stage_id,
        sum(part[0] for part in parts),
        Money.from_minor(total, currency),
        Money.from_minor(round(weighted), currency),
    )
