"""What is known of people in the demo company: who reports to whom and thinks how of us, their days, who knows whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.settings import company
from kith.features.grading.models import RatingLine, RatingRule
from kith.kernel import clock
from kith.kernel.lunar import lunar
from kith.modules.customers.models import Contact, Customer, Relation, RelationKind, SpecialDate
from kith.modules.customers.models.customers import Attitude, Influence

Store = Callable[..., list[int]]
NEAR = 7
"""Of the days to remember, one for each owner lies in so many days to come."""


def mood(name: str) -> dict[str, str]:
    """How somebody thinks of us and how much his word counts; of some it is not known."""
    known = Random(name)  # noqa: S311 - only a demo
    if known.random() < 0.4:
        return {}
    attitudes = (Attitude.CHAMPION, Attitude.FRIENDLY, Attitude.FRIENDLY, Attitude.NEUTRAL, Attitude.SCEPTIC)
    return {"attitude": known.choice(attitudes).value, "influence": known.choice(Influence.values)}


def reporting(
    rows: Sequence[Mapping[str, Any]], ids: Sequence[int]
) -> Iterator[tuple[int, None, dict[str, int]]]:
    """Changes by which the people of a company report to its first one, and the fourth to the second."""
    companies: dict[int, list[int]] = {}
    for row, number in zip(rows, ids, strict=True):
        above = companies.setdefault(row["customer"], [])
        if above:
            yield number, None, {"reports_to": above[1 if len(above) > 2 else 0]}
        above.append(number)


def fill(store: Store) -> None:
    """Days to remember, relations between companies, and a rule for grades that is not active yet."""
    known = Random("known")  # noqa: S311 - only a demo
    store(SpecialDate, list(_days(known)), by=Actor.system())
    store(Relation, list(_relations(known)), by=Actor.system())
    _rule()


def _days(random: Random) -> Iterator[dict[str, Any]]:
    """For every tenth contact a day, and for one of each owner a day soon; in China by the calendar of there."""
    today = clock.today(company().time_zone)
    soon: set[int] = set()
    rows = Contact.live().filter(customer__isnull=False).order_by("-pk")
    for number, owner, country in rows.values_list("pk", "owner_id", "customer__country"):
        if owner in soon and random.random() > 0.1:
            continue
        ahead = random.randrange(NEAR if owner not in soon else 365)
        soon.add(owner)
        at, by_lunar = today + dt.timedelta(days=ahead), country == "CN"
        chinese = lunar(at)
        month, day = (chinese.month, chinese.day) if by_lunar else (at.month, at.day)
        kind = random.choice(("wedding", "work", "birthday", "family") if not by_lunar else ("birthday",))
        yield {
            "contact": number, "kind": kind, "month": month, "day": day, "lunar": by_lunar,
            "year": random.choice((None, today.year - random.randrange(5, 25))),
        }  # fmt: skip


def _relations(random: Random) -> Iterator[dict[str, Any]]:
    """Some companies of one country supply another one, compete with it or are partners."""
    kinds = list(RelationKind.live().order_by("position").values_list("pk", flat=True)[:3])
    found = Customer.live().filter(kind="company").order_by("country", "pk").values_list("pk", "country")
    companies = list(found)
    for (one, here), (other, there) in zip(companies, companies[3:], strict=False):
        if here == there and kinds and random.random() < 0.15:
            kind = random.choice(kinds)
            yield {"kind": kind, "one": ("customer", one), "other": ("customer", other)}


def _rule() -> None:
    """Grades by how many people a company employs, to be tried before somebody makes it active."""
    system = Actor.system()
    rule = records.create(RatingRule, by=system, name=_("Grade by size"), entity="customer", field="grade")
    large: dict[str, Any] = {"field": "employees", "op": "gte", "value": 1_000}
    some: dict[str, Any] = {"field": "employees", "op": "gte", "value": 100}
    lines = (
        (pgettext("company", "Large"), large, 60, ""),
        (pgettext("company", "Not small"), some, 40, ""),
        ("A", None, 100, "A"),
        ("B", None, 40, "B"),
        ("C", None, 0, "C"),
    )
    for place, (name, where, points, value) in enumerate(lines):
        records.create(
            RatingLine, by=system, rule=rule, name=name, position=place, entity="customer", where=where,
            points=points, value=value,
        )  # fmt: skip
