"""The figures that sales counts of people's work: new deals, deals that moved on, deals and money won."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.modules.activities.queries import figures
from kith.modules.activities.queries.figures import Behind, Figure
from kith.modules.sales.models import Lead, Opportunity, Outcome


def list_of_moved(person: int, since: dt.datetime, until: dt.datetime) -> Behind:
    """The list behind `moved`."""
    older = {"field": "created_at", "op": "lt", "value": since.isoformat()}
    return figures.owned("opportunity", person, "stage_changed_at", (since, until), older)


def moved(people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor) -> Mapping[int, int]:
    """Deals that came into the stage in which they are now; those that are new in the time are not counted."""
    rows = records.visible(Opportunity, to=to).filter(
        owner__in=people, stage_changed_at__gte=since, stage_changed_at__lt=until, created_at__lt=since
    )
    return dict(rows.order_by().values_list("owner_id").annotate(n=Count("pk")))


def _won(people: Collection[int], since: dt.datetime, until: dt.datetime, to: Actor) -> Any:
    days = (since.astimezone(to.show.zone).date(), until.astimezone(to.show.zone).date())
    rows = records.visible(Opportunity, to=to).filter(
        owner__in=people, outcome=Outcome.WON, closed_on__gte=days[0], closed_on__lt=days[1]
    )
    return rows.order_by().values_list("owner_id")


def list_of_won(person: int, since: dt.datetime, until: dt.datetime) -> Behind:
    """The list behind `won` and `money`."""
    return "opportunity", [
        {"field": "owner", "op": "in", "value": [person]},
        {"field": "outcome", "op": "in", "value": [Outcome.WON.value]},
        {"field": "closed_on", "op": "gte", "value": since.date().isoformat()},
        {"field": "closed_on", "op": "lt", "value": until.date().isoformat()},
    ]


def won(people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor) -> Mapping[int, int]:
    """Deals won in the time."""
    return dict(_won(people, since, until, to).annotate(n=Count("pk")))


def money(people: Collection[int], since: dt.datetime, until: dt.datetime, *, to: Actor) -> Mapping[int, int]:
    """What they are worth, in minor units of the company's currency; nothing for who may not know amounts."""
    if "amount" not in registry.spec("opportunity").readable(to):
        return {}
    return {
        person: int(total or 0)
        for person, total in _won(people, since, until, to).annotate(n=Sum("amount_base"))
    }


for figure in (
    Figure("new_leads", _("New leads"), "result", figures.made(Lead), listed=figures.list_of_made("lead")),
    Figure(
        "new_deals",
        _("New deals"),
        "result",
        figures.made(Opportunity),
        listed=figures.list_of_made("opportunity"),
    ),
    Figure("moved_deals", _("Deals moved on"), "process", moved, listed=list_of_moved),
    Figure("won_deals", _("Deals won"), "result", won, listed=list_of_won),
    Figure("won_money", _("Money won"), "result", money, money=True, listed=list_of_won),
):
    figures.add(figure)
