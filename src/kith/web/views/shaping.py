"""Where administrators shape Kith: every object with its fields, rules, pages and words."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.engine.spec import EntitySpec
from kith.web import slots
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened
from kith.web.views.subjects import may_shape, subjects

# The tabs that people look for first; what is not named here follows in the order in which it was plugged in.
ORDER = ("object", "fields", "relations", "types", "layout", "rules", "words", "buttons")
GROUPS = ("work", "lists", "parts")


def shapeable(actor: Actor) -> list[EntitySpec]:
    """The objects that can be shaped: what people work with, not the settings, the most used first."""
    found = [
        spec
        for spec in registry.specs()
        if spec.entity.group in GROUPS and actor.access.reach(spec.key, "read") is not Reach.NONE
    ]
    return sorted(found, key=lambda spec: GROUPS.index(spec.entity.group))


def grouped(actor: Actor) -> list[tuple[str, list[EntitySpec]]]:
    """The same, by where menus show them."""
    known = shapeable(actor)
    groups = (
        (pgettext("place of an object", "Daily work"), "work"),
        (pgettext("place of an object", "Lists"), "lists"),
        (pgettext("place of an object", "Only on the pages of other records"), "parts"),
    )
    found = [(label, [spec for spec in known if spec.entity.group == group]) for label, group in groups]
    return [(label, specs) for label, specs in found if specs]


def tabs(spec: EntitySpec, actor: Actor, here: str) -> list[Link]:
    """The pages on which one object is shaped; `here` is the key of the open one."""
    found: list[Link] = slots.gather("shape_tabs", spec, actor)
    for link in found:
        link.current = link.key == here
    place = {key: number for number, key in enumerate(ORDER)}
    return sorted(found, key=lambda link: place.get(link.key, len(ORDER)))


def shaping(
    request: Any, spec: EntitySpec, here: str, template: str, *, fragment: str = "", **context: Any
) -> HttpResponse:
    """The page of one tab: `template` extends web/shape.html. Raises NotFound for who may not shape."""
    require(request.actor)
    return page(
        request,
        template,
        fragment=fragment,
        title=str(spec.label_plural),
        here="settings",
        spec=spec,
        tabs=tabs(spec, request.actor, here),
        crumbs=[Link(pgettext("settings", "Objects"), "/shape/")],
        **context,
    )


def require(actor: Actor) -> None:
    """Raises NotFound for who may not shape."""
    if not may_shape(actor):
        raise NotFound


@opened("GET")
def every(request: Any) -> HttpResponse:
    """All objects, and the pages that concern all of them."""
    require(request.actor)
    return page(
        request,
        "web/shapes.html",
        title=pgettext("settings", "Objects"),
        here="settings",
        subjects=subjects(request.actor, "shape"),
        groups=grouped(request.actor),
        places=slots.gather("shape_places", request.actor),
    )


@opened("GET")
def one(request: Any, spec: EntitySpec) -> HttpResponse:
    """To the first page of an object."""
    require(request.actor)
    first = next(iter(tabs(spec, request.actor, "")), None)
    if first is None:
        raise NotFound
    return HttpResponseRedirect(first.href)
