"""What sales knows of deals with customers, for the rules of public pools."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from kith.features.pools.facts import Facts, facts
from kith.modules.sales.models import Opportunity, Outcome


def _deals(**outcome: Any) -> Any:
    return Opportunity.live().filter(customer_id=OuterRef("pk"), **outcome)


facts["customer"] = Facts(
    opportunity=lambda: Subquery(_deals().order_by("-created_at").values("created_at")[:1]),
    deal=lambda: Subquery(
        _deals(outcome=Outcome.WON).order_by("-stage_changed_at").values("stage_changed_at")[:1]
    ),
    won=lambda: Exists(_deals(outcome=Outcome.WON)),
    open=lambda: Exists(_deals(outcome=Outcome.OPEN)),
)
