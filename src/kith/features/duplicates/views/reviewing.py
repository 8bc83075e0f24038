"""Groups of records that may be the same, to be merged or kept apart, many at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Forbidden
from kith.engine.jobs.models import Job, Status
from kith.engine.spec import EntitySpec
from kith.features.duplicates import grouping, marking, scanning, verdicts
from kith.features.duplicates.models import Group
from kith.kernel.numbers import identity
from kith.web import slots
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened


def may_review(spec: EntitySpec, actor: Actor) -> bool:
    """Whoever may change many records of an entity sees which may be the same."""
    return actor.access.reach(spec.key, "mass_update") is not Reach.NONE


def may_search(actor: Actor) -> bool:
    """The whole database is looked through for whoever may change all of it."""
    return any(actor.access.reach(spec.key, "mass_update") is Reach.ALL for spec in marking.marked())


def of(actor: Actor) -> list[EntitySpec]:
    """The entities whose groups somebody may look at. Raises Forbidden when there are none."""
    found = [spec for spec in marking.marked() if may_review(spec, actor)]
    if not found:
        raise Forbidden
    return found


@opened("GET")
def show(request: Any) -> HttpResponse:
    """The groups of one entity, the surest first."""
    specs = of(request.actor)
    spec = next((one for one in specs if one.key == request.GET.get("entity")), specs[0])
    found, further = grouping.groups(spec, request.actor, after=request.GET.get("after", ""))
    running = Job.objects.filter(unique_key="duplicates", status__in=(Status.READY, Status.RUNNING)).exists()
    return page(
        request,
        "duplicates/review.html",
        title=_("Duplicates"),
        here=spec.key,
        tabs=[
            Link(
                str(one.label_plural), f"/duplicates/?entity={one.key}", one.entity.icon, current=one is spec
            )
            for one in specs
        ],
        spec=spec,
        groups=found,
        further=further,
        running=running,
        latest=scanning.latest(),
        may_search=may_search(request.actor),
    )


@opened("POST")
def search(request: Any) -> HttpResponse:
    """Look through the whole database, in the background."""
    if not may_search(request.actor):
        raise Forbidden
    with writing():
        if not Job.objects.filter(
            unique_key="duplicates", status__in=(Status.READY, Status.RUNNING)
        ).exists():
            scanning.begin(request.actor)
    return HttpResponseRedirect("/duplicates/")


@opened("POST")
def apart(request: Any) -> HttpResponse:
    """The chosen groups are not the same, and never will be brought together again."""
    actor, specs = request.actor, {spec.key: spec for spec in of(request.actor)}
    ids = [number for number in map(identity, request.POST.getlist("group")) if number]
    key = ""
    with writing():
        for row in Group.objects.filter(pk__in=ids[: grouping.PAGE], entity__in=list(specs), open=True):
            members = grouping.seen(row, actor)
            if len(members) == len(row.members) + len(row.others):
                verdicts.differ(members, actor)
                row.open, key = False, row.entity
                row.save(update_fields=("open",))
    return HttpResponseRedirect(f"/duplicates/?entity={key}" if key else "/duplicates/")


def list_menu(spec: EntitySpec, actor: Actor, _state: Any) -> list[Link]:
    """The way there from a list."""
    if not spec.entity.alike or spec.entity.rule is not None or not may_review(spec, actor):
        return []
    return [Link(_("Duplicates"), f"/duplicates/?entity={spec.key}", "copy", page=True)]


slots.add("list_menu", list_menu)
