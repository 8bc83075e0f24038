"""Rules of activities: what they fill in by themselves, and how they are done, taken up again and put off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from django.db.models import Case, F, Max, When
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import bulk, registry
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.beginning import end_of_work, this_time_tomorrow
from kith.engine.errors import Invalid
from kith.engine.keeping import keep
from kith.engine.spec import EntitySpec
from kith.features.comments.mentioning import mentioned
from kith.kernel import clock
from kith.modules.activities.models import CONTACTS, Activity, ActivityKind, Visit

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
    """Without a time a task is due when work ends and all else has just happened; what is done remembers since when."""
    just_now = activity.at is None
    if just_now and activity.kind == ActivityKind.TASK:
        activity.at = end_of_work(actor)
    elif just_now:
        activity.at = clock.now().replace(second=0, microsecond=0)
    if activity.kind == ActivityKind.NOTE or (just_now and activity.kind != ActivityKind.TASK):
        activity.done = True
    if not activity.done:
        activity.done_at = None
    elif activity.done_at is None:
        activity.done_at = clock.now()


def move_reminder(activity: Activity, *, actor: Actor) -> None:
    """Who is reminded half an hour before is so at another time too, unless somebody set the reminder as well."""
    if activity.before is None or activity.reminder_at is None or activity.restored:
        return
    if activity.moved("at") and not activity.moved("reminder_at"):
        activity.reminder_at += activity.at - dt.datetime.fromisoformat(activity.before["at"])


def check_times(activity: Activity, *, actor: Actor) -> None:
    """Nothing ends before it begins. Raises Invalid."""
    if activity.ends_at is not None and activity.ends_at < activity.at:
        raise Invalid({"ends_at": [_("This is before it begins.")]})


def fill_mentions(activity: Activity, *, actor: Actor) -> None:
    """The mentions follow the text."""
    if activity.moved("body") or activity.moved("subject"):
        activity.mentions = mentioned(f"{activity.subject}\n{activity.body}")


def plan_next_contact(activities: Sequence[Activity], *, actor: Actor) -> None:
    """A next contact agreed on just now becomes the one of what the activity is about and of its customer; a contact
    that was made clears there what was due by then. What is brought along from elsewhere clears nothing."""
    days: dict[tuple[str, int], dt.date | None] = {}
    for activity in activities:
        agreed = activity.next_contact_on if activity.moved("next_contact_on") else None
        made = activity.kind in CONTACTS and activity.done and activity.moved("done")
        if agreed or (made and actor.channel != "import"):
            days.update(dict.fromkeys(_places(activity), agreed))
    for entity in dict.fromkeys(entity for entity, _number in days):
        spec = registry.spec(entity)
        if spec.entity.next_contact:
            wanted = {number: day for (key, number), day in days.items() if key == entity}
            _set_next_contact(spec, wanted, actor)


def _places(activity: Activity) -> list[tuple[str, int]]:
    """What an activity is about, and its customer."""
    spec = registry.spec("activity")
    about = spec.value(activity, spec.fields["about"])
    customer = [("customer", activity.customer_id)] if activity.customer_id else []
    return [*([about] if about else []), *customer]


def _set_next_contact(spec: EntitySpec, days: dict[int, dt.date | None], actor: Actor) -> None:
    """Put agreed days on records; None clears a day that has come."""
    name, today = spec.entity.next_contact, clock.today(actor.time_zone)
    rows: list[tuple[int, None, dict[str, dt.date | None]]] = []
    for number, due in spec.model.live().filter(pk__in=days).values_list("pk", name):
        day = days[number]
        if day is not None or (due is not None and due <= today):
            rows.append((number, None, {name: day}))
    if rows:
        bulk.update(spec.model, rows, by=actor.as_house())


SPOKEN_AT = Case(When(created_at__lt=F("at"), then=F("done_at")), default=Least("at", "done_at"))
"""When people spoke: what was planned when it was ticked off, what was written down afterwards when it had been."""


def keep_last_contact(activities: Sequence[Activity], *, actor: Actor) -> None:
    """Customers, and other records that people are in touch about, know when that was the last time."""
    told: dict[str, set[int]] = {}
    for activity in activities:
        for entity, number in (*_spoken_with(activity), *_spoken_with_before(activity)):
            told.setdefault(entity, set()).add(number)
    spoken = Activity.live().filter(done=True, kind__in=CONTACTS)
    for entity, ids in told.items():
        by = "customer_id" if entity == "customer" else "about"
        rows = spoken if entity == "customer" else spoken.filter(about_entity=entity)
        last = rows.filter(**{f"{by}__in": ids}).values_list(by).annotate(at_last=Max(SPOKEN_AT))
        keep(registry.spec(entity), "last_contact_at", dict.fromkeys(ids) | dict(last))


def _spoken_with(activity: Activity) -> Iterator[tuple[str, int]]:
    """The records that this is a contact with: its customer, and what else it is about and remembers contacts."""
    if not activity.done or activity.kind not in CONTACTS:
        return
    if activity.customer_id is not None:
        yield "customer", activity.customer_id
    spec = registry.spec("activity")
    about = spec.value(activity, spec.fields["about"])
    if about is not None and _remembers(about[0]):
        yield about


def _spoken_with_before(activity: Activity) -> Iterator[tuple[str, int]]:
    """The same as it was before the write that is going on."""
    known = activity.before
    if known is None:
        return
    before = Activity()
    for name in ("kind", "done", "customer", "about"):
        field = known.spec.fields[name]
        known.spec.set(before, field, field.type.load(known[name], field))
    yield from _spoken_with(before)


def _remembers(entity: str) -> bool:
    """Whether records of an entity, other than customers, know of their last contact."""
    try:
        found: Any = registry.spec(entity).fields.get("last_contact_at")
    except registry.UnknownEntity:
        return False
    return found is not None and entity != "customer"


def _going_on(activity: Activity) -> bool:
    """Whether somebody checked in at a visit and has not checked out."""
    return bool(Visit.live().filter(activity=activity.pk, in_at__isnull=False, out_at__isnull=True).exists())


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
    next_contact_on: Annotated[dt.date | None, arg("date", _("Next contact"), begin=None, ahead=True)] = None,
    actor: Actor,
) -> None:
    """It is done; what came of it, and when to be in touch again. Raises Invalid while somebody is checked in."""
    if activity.kind == ActivityKind.VISIT and _going_on(activity):
        raise Invalid({"": [_("Somebody is checked in at this visit. Check out, then it is done.")]})
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
    """It happens at another time; its end moves along."""
    moved = to - activity.at
    activity.at = to
    if activity.ends_at is not None:
        activity.ends_at += moved
