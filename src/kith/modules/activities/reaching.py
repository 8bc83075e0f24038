"""Where pages lead to visits: the menus of customers, of visits and of lists, and the palette."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.modules.activities.models import ActivityKind
from kith.web import slots
from kith.web.pieces import Link


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """A visit to this customer now; the page of this visit."""
    if spec.key == "customer" and actor.access.reach("activity", "create"):
        return [Link(_("Visit now"), f"/visiting/new/?customer={record.pk}", "map-pin", page=True)]
    if spec.key == "activity" and record.kind == ActivityKind.VISIT:
        return [Link(_("Check in and out"), f"/visiting/{record.pk}/", "map-pin", page=True)]
    return []


def list_menu(spec: EntitySpec, _actor: Actor, _state: Any) -> list[Link]:
    """From the activities to the pages of visits, from the reports to theirs."""
    return {"activity": pages, "work-report": reports}.get(spec.key, list)()


def commands(actor: Actor) -> list[Link]:
    """The same for the palette."""
    found = pages() if actor.access.reach("activity", "read") else []
    return [*found, *(reports() if actor.access.reach("work-report", "read") else [])]


def pages() -> list[Link]:
    """The pages of visits."""
    return [
        Link(_("Visits of the day"), "/visiting/", "route", key="visiting"),
        Link(_("Plan visits"), "/visiting/plan/", "calendar-plus", key="planning"),
        Link(_("Visit numbers"), "/visiting/numbers/", "chart-bar", key="visit-numbers"),
    ]


def reports() -> list[Link]:
    """The pages of work reports."""
    return [
        Link(_("Write a report"), "/reporting/new/", "pencil", key="report"),
        Link(_("Team at work"), "/reporting/", "users", key="reporting"),
    ]


def bulk(spec: EntitySpec, actor: Actor) -> list[Link]:
    """From chosen customers to a plan of visits."""
    if spec.key != "customer" or not actor.access.reach("activity", "create"):
        return []
    return [Link(_("Plan visits"), "/visiting/plan/", "calendar-plus")]


slots.add("bulk", bulk)
slots.add("record_menu", menu)
slots.add("list_menu", list_menu)
slots.add("commands", commands)
