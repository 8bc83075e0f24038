"""The group that a customer belongs to: who is above, who is below, and what all of it comes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from kith.engine import records, registry
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.settings import company
from kith.kernel.money import Money
from kith.modules.customers.models import Customer

DEEP = 20
"""Levels that are followed up and down."""
MOST = 500
"""Customers of a group that are shown; the figures count those."""


@dataclass(slots=True)
class Member:
    """A customer of a group, with those below it."""

    id: int
    name: str
    parent: int | None
    about: str = ""
    current: bool = False
    below: list[Member] = field(default_factory=list)


# (ids of customers, actor) -> label and text of figures that modules above know of a group
figures: list[Callable[[Sequence[int], Actor], Sequence[tuple[str, str]]]] = []


def members(customer: Customer, actor: Actor) -> list[Member]:
    """The group of a customer as far as the actor sees it, level by level with one query each, the highest first."""
    if actor.access.level("customer", "parent") < Level.READ:
        return []
    found = {row.id: row for row in _at([_highest(customer, actor)], actor, by="pk")}
    level = list(found)
    for _level in range(DEEP):
        rows = [row for row in _at(level, actor, by="parent") if row.id not in found]
        found |= {row.id: row for row in rows[: MOST - len(found)]}
        level = [row.id for row in rows]
        if not level or len(found) >= MOST:
            break
    if customer.pk in found:
        found[customer.pk].current = True
    return list(found.values())


def _highest(customer: Customer, actor: Actor) -> int:
    """The topmost customer above one that can be reached through customers that the actor sees."""
    here, parent, seen = customer.pk, customer.parent_id, {customer.pk}
    seen_by = records.visible(Customer, to=actor)
    for _level in range(DEEP):
        row = seen_by.filter(pk=parent).values_list("pk", "parent_id").first() if parent else None
        if row is None or row[0] in seen:
            break
        here, parent = row
        seen.add(here)
    return int(here)


def _at(ids: Sequence[int], actor: Actor, *, by: str) -> list[Member]:
    rows = records.visible(Customer, to=actor).filter(**{f"{by}__in": ids}).order_by("name_key", "pk")
    town = actor.access.level("customer", "city") >= Level.READ
    names = rows.values_list("pk", "name", "parent_id", "city")[: MOST + 1]
    return [Member(number, name, parent, city if town else "") for number, name, parent, city in names]


def tree(rows: Sequence[Member]) -> list[Member]:
    """Members below those to which they belong."""
    known = {row.id: row for row in rows}
    top: list[Member] = []
    for row in rows:
        above = known.get(row.parent or 0)
        (top if above is None or above is row else above.below).append(row)
    return top


def totals(rows: Sequence[Member], actor: Actor) -> list[tuple[str, str]]:
    """What the group comes to: customers, yearly revenue, and what modules above know."""
    ids = [row.id for row in rows]
    made = [(_("Customers"), actor.show.number(len(ids)) + ("+" if len(ids) >= MOST else ""))]
    if "revenue" in registry.spec("customer").readable(actor):
        sum_: Any = Customer.objects.filter(pk__in=ids).aggregate(all=Sum("revenue_base"))["all"]
        money = Money.from_minor(int(sum_ or 0), company().currency)
        made.append((_("Yearly revenue"), actor.show.money(money.amount, money.currency)))
    return made + [one for known in figures for one in known(ids, actor)]
