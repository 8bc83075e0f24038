"""Groups of records that may be the same, to be merged or kept apart, many at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.duplicates import deciding, grouping, scanning
from kith.kernel.numbers import identity
from kith.web import slots
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened


@opened("GET")
def show(request: Any) -> HttpResponse:
    """The groups of one entity, the surest first."""
    specs = deciding.reviewed(request.actor)
    spec = next((one for one in specs if one.key == request.GET.get("entity")), specs[0])
    found, further = grouping.groups(spec, request.actor, after=request.GET.get("after", ""))
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
        running=deciding.running(),
        latest=scanning.latest(),
        may_search=deciding.may_search(request.actor),
    )


@opened("POST")
def search(request: Any) -> HttpResponse:
    """Look through the whole database, in the background."""
    deciding.search(request.actor)
    return HttpResponseRedirect("/duplicates/")


@opened("POST")
def apart(request: Any) -> HttpResponse:
    """The chosen groups are not the same, and never will be brought together again."""
    ids = [number for number in map(identity, request.POST.getlist("group")) if number]
    closed = deciding.keep_apart(ids[: grouping.PAGE], by=request.actor)
    return HttpResponseRedirect(f"/duplicates/?entity={closed[-1].entity}" if closed else "/duplicates/")


def list_menu(spec: EntitySpec, actor: Actor, _state: Any) -> list[Link]:
    """The way there from a list."""
    if not spec.entity.alike or spec.entity.rule is not None or not deciding.may_review(spec, actor):
        return []
    return [Link(_("Duplicates"), f"/duplicates/?entity={spec.key}", "copy", page=True)]


slots.add("list_menu", list_menu)
