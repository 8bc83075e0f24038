"""What activities add to record pages and to the home page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import plugs, records, registry
from kith.engine.access import Level, directory
from kith.engine.actor import Actor
from kith.engine.plugs import HomeRow, HomeSection, Moment
from kith.engine.prepared import of_actor
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.kernel import clock
from kith.modules.activities import queries
from kith.modules.activities.models import Activity, ActivityKind

ICONS = {
    ActivityKind.TASK: "checkbox",
    ActivityKind.CALL: "phone-call",
    ActivityKind.MEETING: "users",
    ActivityKind.VISIT: "map-pin",
    ActivityKind.NOTE: "notes",
}
MOST = 20


@plugs.timeline
def activities_of(
    spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime, limit: int
) -> list[Moment]:
    """A record's activities; a customer's are all that belong to it, through contacts and deals as well."""
    if spec.key == "activity" or spec.entity.group in ("settings", "parts"):
        return []

    def rows(number: int, end: dt.datetime) -> Any:
        own: dict[str, Any] = {"about_entity": spec.key, "about": number}
        own = {"customer_id": number} if spec.key == "customer" else own
        return records.visible(Activity, to=actor).filter(**own, at__lt=end).order_by("-at", "-pk")[:limit]

    found = of_actor(actor, ("activities", spec.key, limit), rows, int, dt.datetime)(record.pk, before)
    level = actor.access.level
    shown = {name for name in ("subject", "body", "outcome") if level("activity", name) >= Level.READ}
    return [_moment(activity, shown) for activity in found]


def _moment(activity: Activity, shown: set[str]) -> Moment:
    person = directory().people.get(activity.owner_id or 0)
    texts = [getattr(activity, name) for name in ("body", "outcome") if name in shown]
    return Moment(
        at=activity.at, kind=activity.kind, icon=ICONS[ActivityKind(activity.kind)],
        title=activity.subject if "subject" in shown else str(ActivityKind(activity.kind).label),
        text="\n".join(text for text in texts if text), actor_id=activity.owner_id,
        actor_name=person.name if person else "", entity="activity", record_id=activity.pk,
        done=None if activity.kind == ActivityKind.NOTE else activity.done,
    )  # fmt: skip


@plugs.home
def my_day(actor: Actor) -> list[HomeSection]:
    """My tasks that are due or overdue, and today's meetings and visits."""
    if not actor.access.reach("activity", "read"):
        return []
    tasks = list(queries.due_tasks(to=actor)[:MOST])
    meetings = list(queries.appointments_of_today(to=actor)[:MOST])
    names = titles("customer", [item.customer_id for item in (*tasks, *meetings) if item.customer_id], actor)
    spec = registry.spec("activity")
    mine = {"field": "owner", "op": "is", "value": "me"}
    still = {"field": "done", "op": "is", "value": False}
    return [
        HomeSection(
            "tasks", _("To do"), "checkbox", [_row(item, names) for item in tasks],
            empty=_("Nothing is due today."), more=plugs.address_of_list(spec, mine, still, sort="at"),
        ),
        HomeSection(
            "appointments", _("Meetings and visits today"), "calendar-event", [_row(item, names) for item in meetings],
            empty=_("No meetings today."), more=f"/{spec.plural}/calendar/",
        ),
    ]  # fmt: skip


def _row(activity: Activity, names: Any) -> HomeRow:
    late = not activity.done and activity.at < clock.now()
    can = not activity.done
    return HomeRow(
        title=activity.subject, entity="activity", record_id=activity.pk, note=names.get(activity.customer_id, ""),
        at=activity.at, late=late, action="complete" if can else "", action_label=_("Complete") if can else "",
    )  # fmt: skip
