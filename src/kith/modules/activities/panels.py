"""What activities add to record pages and to the home page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kith.engine import home, plugs, records, registry
from kith.engine.access import Level, directory
from kith.engine.actor import Actor
from kith.engine.home import Change, HomeRow, HomeSection, More, Move
from kith.engine.plugs import Moment, MomentKind, Scene
from kith.engine.prepared import of_actor
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.modules.activities.entities.activities import ActivityEntity
from kith.modules.activities.models import Activity, ActivityKind
from kith.modules.activities.queries import activities as queries

WRITTEN = {one.kind: one for one in ActivityEntity.written}
KINDS = [
    MomentKind("call", gettext_lazy("Calls"), "phone-call"),
    MomentKind("meeting", gettext_lazy("Meetings"), "users"),
    MomentKind("visit", gettext_lazy("Meetings"), "users"),
    MomentKind("mail", gettext_lazy("Mails"), "mail"),
    MomentKind("task", gettext_lazy("Tasks"), "checkbox"),
    MomentKind("note", gettext_lazy("Notes"), "notes"),
]


def of_record(spec: EntitySpec, number: int, actor: Actor, kinds: frozenset[str]) -> QuerySet[Any]:
    """A record's activities; a customer's are all that belong to it, through contacts and deals as well."""
    own: dict[str, Any] = {"about_entity": spec.key, "about": number}
    own = {"customer_id": number} if spec.key == "customer" else own
    return records.visible(Activity, to=actor).filter(**own, **({"kind__in": sorted(kinds)} if kinds else {}))


def has_activities(spec: EntitySpec) -> bool:
    """Whether activities belong on the page of such a record."""
    return spec.key != "activity" and spec.entity.group not in ("settings", "parts")


@plugs.timeline(*KINDS)
def activities_of(
    spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime, limit: int, kinds: frozenset[str]
) -> list[Moment]:
    """What was and will be done about a record."""
    if not has_activities(spec):
        return []

    def rows(number: int, end: dt.datetime) -> Any:
        return of_record(spec, number, actor, kinds).filter(at__lt=end).order_by("-at", "-pk")[:limit]

    found = of_actor(actor, ("activities", spec.key, limit, kinds), rows, int, dt.datetime)(record.pk, before)
    return moments_of(found, actor)


@plugs.pending
def open_activities_of(
    spec: EntitySpec, record: Any, actor: Actor, *, limit: int, kinds: frozenset[str]
) -> list[Moment]:
    """What is still to be done about a record."""
    if not has_activities(spec):
        return []

    def rows(number: int) -> Any:
        return of_record(spec, number, actor, kinds).filter(done=False).order_by("at", "pk")[:limit]

    return moments_of(of_actor(actor, ("pending", spec.key, limit, kinds), rows, int)(record.pk), actor)


def pinned_activities(ids: Sequence[int], actor: Actor) -> list[Moment]:
    """Activities that were pinned somewhere."""
    return moments_of(records.visible(Activity, to=actor).filter(pk__in=ids), actor)


plugs.entry_sources["activity"] = pinned_activities


def moments_of(found: Iterable[Activity], actor: Actor) -> list[Moment]:
    """Activities as moments, without the texts that their reader may not see."""
    level = actor.access.level
    shown = {name for name in ("subject", "body", "outcome") if level("activity", name) >= Level.READ}
    return [_moment(activity, shown) for activity in found]


def _moment(activity: Activity, shown: set[str]) -> Moment:
    person = directory().people.get(activity.owner_id or 0)
    texts = [getattr(activity, name) for name in ("body", "outcome") if name in shown]
    kind, note = WRITTEN[activity.kind], activity.kind == ActivityKind.NOTE
    return Moment(
        at=activity.at, kind=activity.kind, icon=kind.icon, tone=kind.tone,
        title=activity.subject if "subject" in shown else str(ActivityKind(activity.kind).label),
        text="\n".join(text for text in texts if text), actor_id=activity.owner_id,
        actor_name=person.name if person else "", entity="activity", record_id=activity.pk,
        done=None if note else activity.done, action="" if activity.done else "complete", action_label=_("Done"),
    )  # fmt: skip


@plugs.scenes
def reports_to_read(spec: EntitySpec, actor: Actor) -> list[Scene]:
    """The reports that were sent to me and that I did not read yet."""
    if (
        spec.key != "work-report"
        or not {"recipients", "readers", "submitted_at"} <= spec.readable(actor).keys()
    ):
        return []
    where = {
        "all": [
            {"field": "recipients", "op": "contains", "value": "me"},
            {"field": "submitted_at", "op": "not_empty"},
            {"not": {"field": "readers", "op": "contains", "value": "me"}},
        ]
    }
    return [Scene("to_read", pgettext("reports", "To read"), where, empty=_("You have read all reports."))]


home.block("day", 20, lambda: _("Today"))
home.block("tasks", 30, lambda: _("To do"))
home.block("team", 10, lambda: _("Team"))


@home.source
def my_day(actor: Actor) -> list[HomeSection]:
    """Today's meetings and visits on a line of hours; my tasks and calls that are due or overdue, with the meetings of
    earlier days that nobody ticked off."""
    spec = registry.spec("activity")
    if not home.readable(spec, actor, "subject", "at", "done"):
        return []
    due = home.own("activity", actor, *queries.DUE, sort="at", shown=("kind",))
    meetings = queries.appointments_of_today(to=actor)
    faces = queries.faces({item.customer_id for item in (*due.rows, *meetings) if item.customer_id}, to=actor)
    calendar = More(str(spec.label_plural), f"/{spec.plural}/calendar/", len(meetings))
    return [
        HomeSection(
            "day", _("Today"), "calendar-event", [_row(item, faces, actor) for item in meetings], rank=20, timed=True,
            more=(calendar,),
        ),
        HomeSection(
            "tasks", _("To do"), "checkbox", [_row(item, faces, actor) for item in due.rows], rank=30, more=due.more,
        ),
    ]  # fmt: skip


def _row(activity: Activity, faces: Mapping[int, queries.Face], actor: Actor) -> HomeRow:
    face = faces.get(activity.customer_id or 0, queries.Face())
    here, version = f"/activities/{activity.pk}/", {"version": str(activity.version)}
    place = activity.location if "location" in registry.spec("activity").readable(actor) else ""
    may = not activity.done and activity.owner_id == actor.user_id
    done = Change(f"{here}complete/", _("Complete"), version)
    later = Move(f"{here}postpone/", f"{here}postpone/", "to", _("Put off"), timed=True, values=version)
    return HomeRow(
        title=activity.subject, entity="activity", record_id=activity.pk,
        note=" · ".join(part for part in (face.name, place) if part), at=activity.at, ends_at=activity.ends_at,
        late=not activity.done and (activity.ends_at or activity.at) < clock.now(), over=activity.done,
        phone=face.phone,
        done=done if may and actor.access.reach("activity", "complete") else None,
        move=later if may and actor.access.reach("activity", "postpone") else None,
    )  # fmt: skip


def plan(entity: str, number: int, subject: str, actor: Actor) -> Move | None:
    """The way to plan a task about a record, for those who may."""
    if not actor.access.reach("activity", "create"):
        return None
    values = {"kind": ActivityKind.TASK.value, "subject": subject, "about": f"{entity}:{number}"}
    address = "/activities/new/"
    form, label = f"{address}?{urlencode(values)}", _("Plan a task")
    return Move(address, form, "at", label, timed=True, values=values, icon="calendar-plus")


@home.source
def of_the_team(actor: Actor) -> list[HomeSection]:
    """For those who lead others: how much of each one's work is overdue."""
    team = home.led(actor, "activity")
    if not team:
        return []
    counts = home.counted("activity", actor, *queries.OVERDUE, team=team, label=_("Overdue tasks"), sort="at")
    return [HomeSection("team", _("Team"), "users", rank=10, aside=True, counts=counts)]
