"""Registrations of the demo company: one of each kind, one about to end, two that wait for an arbitrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.kernel import clock
from kith.modules.customers import demo as customers_demo
from kith.modules.sales.models import ProductCategory, Registration

ENDING_IN = dt.timedelta(hours=30)
DISPUTED = "Baltic Logistics Park"


def fill(random: Random, people: dict[str, list[User]]) -> None:
    """Two categories, and what sellers announced in them."""
    with clock.frozen(clock.now() - dt.timedelta(days=60)):
        scan, flow = _categories()
    first, second, *others = people["seller"]
    boss = people["manager"][0]
    week = dt.timedelta(days=scan.days)
    _approved(_announced(random, first, scan, week - ENDING_IN), boss)
    _approved(_announced(random, others[0], flow, dt.timedelta(days=3)), boss)
    rejected = _announced(random, second, flow, dt.timedelta(days=9))
    with clock.frozen(rejected.submitted_at + dt.timedelta(hours=2)):
        records.perform("reject", rejected, by=_house(boss), reason=_("They are a customer of ours already."))
    _announced(random, others[1], scan, dt.timedelta(hours=5))
    for seller, hours in ((first, 26), (second, 25)):
        _announced(random, seller, scan, dt.timedelta(hours=hours), name=DISPUTED)
    _announced(random, second, scan, dt.timedelta(hours=3), submit=False)


def _categories() -> Sequence[Any]:
    system = Actor.system()
    return (
        records.create(ProductCategory, by=system, name=_("Scanners")),
        records.create(ProductCategory, by=system, name=_("Software"), position=1, days=30, warn_days=5),
    )


def _house(user: User) -> Actor:
    return Actor.of(user).as_house()


def _announced(
    random: Random, owner: User, category: Any, ago: dt.timedelta, *, name: str = "", submit: bool = True
) -> Any:
    """What a seller announced some time ago."""
    row = customers_demo.lead(random, owner)
    said = {"name": name or row.get("company") or row["name"], "contact_name": row["name"]}
    with clock.frozen(clock.now() - ago):
        made = records.create(
            Registration, by=_house(owner), **said, category=category, phone=row["mobile"],
            evidence=_("Visited them, offer asked for."),
        )  # fmt: skip
        return records.perform("submit", made, by=_house(owner)) if submit else made


def _approved(record: Any, boss: User) -> None:
    """Approved at once, so that its days count from then."""
    with clock.frozen(record.submitted_at):
        records.perform("approve", record, by=_house(boss))
