"""Public pools of the demo company: one of customers, one of leads, with records in them that can be taken."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.features.pools import moving
from kith.features.pools.models import Pool, PoolLimit, PoolReason, PoolRule
from kith.kernel import clock
from kith.modules.customers import demo as customers_demo
from kith.modules.customers.demo import at_work
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Lead, Opportunity

MOST = 12
"""So many records lie in a pool at most, however large the company is."""
SHARE = 20
"""Of so many customers one was given back."""
DAYS_AGO = 20


def fill(random: Random, people: dict[str, list[User]], customers: int) -> None:
    """The pools with their terms, then what lies in them since some days."""
    wanted = min(max(customers // SHARE, 2), MOST)
    with clock.frozen(clock.now() - dt.timedelta(days=DAYS_AGO + 1)):
        sea, inflow = _pools(people)
        _rules(sea, inflow)
    _given_back(random, people, wanted)
    _arrived(random, people, inflow, wanted)


def _pools(people: dict[str, list[User]]) -> tuple[Any, Any]:
    """Customers can be taken by who sells, with some terms; of leads nothing is shown before."""
    system, roles = Actor.system(), sorted({one for user in people["seller"] for one in user.roles})
    admins = [user.pk for user in people["manager"]]
    members: dict[str, Any] = {"everyone": False, "roles": roles, "people": admins, "admins": admins}
    sea = records.create(
        Pool, by=system, name=_("Open customers"), entity="customer", claims=3, cap=20, cooling=7, protection=3,
        masked=["phone"], **members,
    )  # fmt: skip
    inflow = records.create(
        Pool, by=system, name=_("New leads"), entity="lead", claims=5, cap=30, protection=1,
        masked=["mobile"], position=1, **members,
    )  # fmt: skip
    return sea, inflow


def _rules(sea: Any, inflow: Any) -> None:
    """What nobody works on goes there by itself; nobody owns more than he can look after."""
    system = Actor.system()
    sleeping = {"field": "status", "op": "is", "value": "sleeping"}
    records.create(
        PoolRule, by=system, name=_("Sleeping customers"), entity="customer", pool=sea, where=sleeping, active=True,
        follow_up=_("A 180, B 270, others 365"), warning=7,
    )  # fmt: skip
    untouched = {"field": "status", "op": "is", "value": "new"}
    records.create(
        PoolRule, by=system, name=_("Leads without an answer"), entity="lead", pool=inflow, where=untouched,
        active=True, level="", follow_up="10", working=True, warning=2,
    )  # fmt: skip
    records.create(
        PoolLimit, by=system, name=_("For everybody"), entity="customer", cap=2_000, locked=10, lock_days=60
    )


def _given_back(random: Random, people: dict[str, list[User]], wanted: int) -> None:
    """Customers without a deal whose owners had no use for them."""
    users: dict[Any, User] = {user.pk: user for group in people.values() for user in group}
    reasons = list(PoolReason.live().order_by("pk").values_list("pk", flat=True))
    before = clock.now() - dt.timedelta(days=DAYS_AGO)
    busy = Opportunity.live().values("customer")
    rows = Customer.live().filter(created_at__lt=before, owner__isnull=False).exclude(pk__in=busy)
    for customer in list(rows.order_by("-pk"))[:wanted]:
        owner = users[customer.owner_id]
        with clock.frozen(_lately(random, owner)):
            by = Actor.of(owner).as_house()
            records.perform("give_back", customer, by=by, reason=random.choice(reasons))


def _arrived(random: Random, people: dict[str, list[User]], pool: Any, wanted: int) -> None:
    """Leads that came in and belong to nobody yet."""
    manager = people["manager"][0]
    for _number in range(wanted):
        row = customers_demo.lead(random, random.choice(people["seller"]))
        with clock.frozen(_lately(random, manager)):
            lead = records.create(
                Lead, by=Actor.system(), **row, source=customers_demo.sources()[0], owner=None
            )
            moving.put(lead, pool, by=Actor.of(manager).as_house())


def _lately(random: Random, owner: User) -> dt.datetime:
    return at_work(clock.now() - dt.timedelta(days=1 + (DAYS_AGO - 1) * random.random()), owner)
