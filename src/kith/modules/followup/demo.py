"""The clocks of the demo company: hours until the first follow-up, and some leads and customers that wait too long."""

from __future__ import annotations

import datetime as dt
from random import Random

from kith.engine import bulk, records, registry
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.kernel import clock
from kith.modules.customers.demo import at_work
from kith.modules.followup.models import FollowUpRule
from kith.modules.followup.queries import UNDER_WAY

RESPOND, ASSIGN = 8, 4
LATE = 4
"""So many leads changed hands days ago, and nobody has spoken with them since."""


def fill(*, random: Random, people: dict[str, list[User]], customers: int) -> None:
    """Hours for every rule; then what came to somebody long ago, and today."""
    rules = list(FollowUpRule.live().order_by("pk"))
    hours = {"respond_hours": RESPOND, "assign_hours": ASSIGN}
    bulk.update(FollowUpRule, [(rule.pk, None, hours) for rule in rules], by=Actor.system())
    sellers = people["seller"]
    under_way = UNDER_WAY["lead"]["value"]
    longest = dt.timedelta(days=6)
    model = registry.spec("lead").model
    open_ = model.live().filter(
        status__in=under_way, owner__isnull=False, created_at__lt=clock.now() - longest
    )
    for place, lead in enumerate(open_.order_by("pk")[: LATE + 2]):
        heir = sellers[place % len(sellers)]
        if heir.pk == lead.owner_id:
            heir = sellers[(place + 1) % len(sellers)]
        ago = dt.timedelta(days=4 + place) / 2 if place < LATE else dt.timedelta(hours=1)
        with clock.frozen(at_work(clock.now() - ago, heir)):
            records.update((model, lead.pk), by=Actor.system(), owner=heir.pk)
