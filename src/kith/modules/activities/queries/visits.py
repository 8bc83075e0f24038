"""Named reads of visits: the rule in force, who is checked in, the visits of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.condition import holds, parse
from kith.kernel import clock
from kith.kernel.places import Point
from kith.kernel.places import parse as point
from kith.modules.activities.models import (
    Activity,
    ActivityKind,
    PositionConsent,
    Visit,
    VisitForm,
    VisitQuestion,
    VisitRule,
)
from kith.modules.customers.models import Customer


def fits(where: Any, customer: Customer | None) -> bool:
    """Whether a customer is one of those that a condition means; no condition means everybody."""
    if not where:
        return True
    if customer is None:
        return False
    spec, system = registry.spec("customer"), Actor.system()
    return holds(parse(where, spec, system), spec, customer, system)


def rule_for(customer: Customer | None) -> VisitRule:
    """The rule in force for visits to a customer; the shipped values where the company made none."""
    rows = VisitRule.live().filter(active=True).order_by("position", "pk")
    return next((row for row in rows if fits(row.customers, customer)), VisitRule())


def point_of(customer: Customer | None) -> Point | None:
    """Where a customer is, None where nobody knows it better than by the town."""
    if customer is None or not customer.location or customer.town_only:
        return None
    return point(customer.location)


def questions_for(visit: Visit | None, customer: Customer | None) -> list[VisitQuestion]:
    """What is asked at a visit: the questions of the first form that fits its purpose and its customer."""
    purpose = visit.purpose if visit is not None else ""
    forms = VisitForm.live().filter(active=True, purpose__in=("", purpose)).order_by("position", "pk")
    form = next((one for one in forms if fits(one.customers, customer)), None)
    if form is None:
        return []
    return list(VisitQuestion.live().filter(form=form, active=True).order_by("position", "pk"))


def agreed(actor: Actor) -> PositionConsent | None:
    """The consent of the actor that is in force, if there is one."""
    rows = PositionConsent.live().filter(person=actor.user_id, given_at__isnull=False, ended_at__isnull=True)
    found: PositionConsent | None = rows.order_by("-pk").first()
    return found


def checked_in(person: int | None, since: dt.datetime) -> Visit | None:
    """The visit at which a person has been checked in since a moment and has not checked out."""
    rows = Visit.live().filter(
        activity__owner=person, activity__deleted_at__isnull=True, in_at__gte=since, out_at__isnull=True
    )
    found: Visit | None = rows.order_by("-in_at").first()
    return found


def customer_of(activity: Activity) -> Customer | None:
    """The customer of an activity, whoever asks."""
    return Customer.live().filter(pk=activity.customer_id or 0).first()


def day_of(day: dt.date, zone: str) -> tuple[dt.datetime, dt.datetime]:
    """The moments at which a day begins and ends somewhere."""
    here = ZoneInfo(zone)
    begin, end = (dt.datetime.combine(one, dt.time(), here) for one in (day, day + dt.timedelta(days=1)))
    return begin.astimezone(dt.UTC), end.astimezone(dt.UTC)


def visits_of(person: int | None, day: dt.date, *, to: Actor) -> list[Activity]:
    """A person's visits of a day that an actor may see, in their order."""
    since, until = day_of(day, to.time_zone)
    rows = records.visible(Activity, to=to).filter(owner=person, kind=ActivityKind.VISIT)
    return list(rows.filter(at__gte=since, at__lt=until).order_by("at", "pk")[:200])


def parts_of(activities: Sequence[Activity]) -> dict[int, Visit]:
    """The parts of visits by the ids of their activities, with one query."""
    rows = Visit.live().filter(activity__in=[one.pk for one in activities])
    return {row.activity_id: row for row in rows}


def customers_of(activities: Sequence[Activity], *, to: Actor) -> dict[int, Customer]:
    """The customers of activities that an actor may see, by their ids, with one query."""
    wanted = {one.customer_id for one in activities if one.customer_id}
    return {row.pk: row for row in records.visible(Customer, to=to).filter(pk__in=wanted)} if wanted else {}


def today(actor: Actor) -> dt.date:
    """The day that it is where the actor is."""
    return clock.today(actor.time_zone)
