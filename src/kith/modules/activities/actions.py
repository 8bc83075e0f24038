"""Rules of activities: what they fill in by themselves, and how they are done, taken up again and put off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import bulk, registry
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.beginning import this_time_tomorrow
from kith.engine.errors import Invalid
from kith.kernel import clock
from kith.modules.activities.models import Activity, ActivityKind
from kith.modules.customers.models import Customer

OPEN = {"field": "done", "op": "is", "value": False}
DONE = {"field": "done", "op": "is", "value": True}


def fill_customers(activities: Sequence[Activity], *, actor: Actor) -> None:
    """An activity about a record belongs to that record's customer, or to the customer that it is about."""
    wanted: dict[str, list[Activity]] = {}
    spec = registry.spec("activity")
    for activity in activities:
        about = spec.value(activity, spec.fields["about"])
        if about is not None and activity.moved("about"):
            wanted.setdefault(about[0], []).append(activity)
    for entity, found in wanted.items():
        customers = _customers_of(entity, {activity.about for activity in found})
        for activity in found:
            activity.customer_id = customers.get(activity.about) or activity.customer_id


def _customers_of(entity: str, ids: set[int]) -> dict[int, int]:
    """Customers by the ids of records of an entity that have one."""
    if entity == "customer":
        return {number: number for number in ids}
    try:
        spec = registry.spec(entity)
    except registry.UnknownEntity:
        return {}
    link = spec.fields.get("customer")
    if link is None or link.target != "customer" or link.column is None:
        return {}
    return dict(spec.model.live().filter(pk__in=ids).values_list("pk", f"{link.column}_id"))


def settle(activity: Activity, *, actor: Actor) -> None:
    """Without a time it is now, and but for a task it has just happened; what is done remembers since when."""
    just_now = activity.at is None
    if just_now:
        activity.at = clock.now().replace(second=0, microsecond=0)
    if activity.kind == ActivityKind.NOTE or (just_now and activity.kind != ActivityKind.TASK):
        activity.done = True
    if not activity.done:
        activity.done_at = None
    elif activity.done_at is None:
        activity.done_at = clock.now()


def check_times(activity: Activity, *, actor: Actor) -> None:
    """Nothing ends before it begins. Raises Invalid."""
    if activity.ends_at is not None and activity.ends_at < activity.at:
        raise Invalid({"ends_at": [_("This is before it begins.")]})


def plan_next_contact(activities: Sequence[Activity], *, actor: Actor) -> None:
    """The next contact agreed on in an activity becomes the customer's, when somebody set it just now."""
    agreed = [
        activity for activity in activities if activity.next_contact_on and activity.moved("next_contact_on")
    ]
    days = {activity.customer_id: activity.next_contact_on for activity in agreed if activity.customer_id}
    customers = Customer.live().filter(pk__in=days)
    rows = [(customer.pk, None, {"next_contact_on": days[customer.pk]}) for customer in customers]
    if rows:
        bulk.update(Customer, rows, by=actor.as_house())


@action(
    _("Complete"),
    done=pgettext_lazy("done", "Completed"),
    icon="check",
    tone="primary",
    event="completed",
    when=OPEN,
)
def complete(
    activity: Activity,
    *,
    outcome: Annotated[str, arg("text", _("Outcome"), max_length=500)] = "",
    next_contact_on: Annotated[dt.date | None, arg("date", _("Next contact"), begin=None)] = None,
    actor: Actor,
) -> None:
    """It is done; what came of it, and when to be in touch again."""
    activity.done = True
    activity.outcome = outcome or activity.outcome
    activity.next_contact_on = next_contact_on or activity.next_contact_on


@action(
    _("Take up again"),
    done=pgettext_lazy("done", "Taken up again"),
    icon="arrow-back-up",
    event="reopened",
    when=DONE,
)
def reopen(activity: Activity, *, actor: Actor) -> None:
    """It is not done after all. Raises Invalid for a note."""
    if activity.kind == ActivityKind.NOTE:
        raise Invalid({"": [_("A note is never open.")]})
    activity.done = False


@action(_("Put off"), done=pgettext_lazy("done", "Put off"), icon="clock", event="postponed", when=OPEN)
def postpone(
    activity: Activity,
    *,
    to: Annotated[dt.datetime, arg("datetime", _("Until"), begin=this_time_tomorrow)],
    actor: Actor,
) -> None:
    """It happens at another time; its end and reminder move along."""
    moved = to - activity.at
    activity.at = to
    if activity.ends_at is not None:
        activity.ends_at += moved
    if activity.reminder_at is not None:
        activity.reminder_at += moved
