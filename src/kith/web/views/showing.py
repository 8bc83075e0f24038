"""The small forms of how a list is shown: its columns, order, groups. Each leads back to the list as it is then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.identity import accounts
from kith.engine.listing import Listing
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from kith.web.addressing import number
from kith.web.cells import has_page
from kith.web.columns import columns_of
from kith.web.fields import Bound, Option
from kith.web.look import NONE, WIDTHS, Look
from kith.web.reports import group_options
from kith.web.responses import Done, done, page
from kith.web.views.opening import opened

KEYS = 4
"""As many keys as an order is asked to have at most."""
NARROW, WIDE = 48, 1_200
"""The pixels that a column has at least and at most."""


@opened("GET")
def columns(request: Any, spec: EntitySpec) -> HttpResponse:
    """Which columns the list shows."""
    look = Look.of(request, spec)
    state = look.state
    if "column" in request.GET:
        wanted = tuple(key for key in request.GET.getlist("column") if key)
        return HttpResponseRedirect(state.url(columns=wanted))
    return page(
        request,
        "web/columns.html",
        fragment="fragments/columns.html",
        title=_("Columns"),
        here=spec.key,
        options=offered(look),
        linked=linked(look),
        action=f"/{spec.plural}/columns/",
        hidden=state.hidden("columns"),
        back=state.url(),
        usual=state.url(columns=()) if look.columns else "",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that the list can show."""

    key: str
    label: str
    chosen: bool


def offered(look: Look) -> list[Choice]:
    """The chosen columns in their order, then the entity's others; the title is always there."""
    spec, actor = look.spec, look.actor
    chosen = columns_of(spec, actor, look.columns)[1:]
    keys = {one.key for one in chosen}
    others = [one for key, one in spec.shown(actor).items() if one.type.listed and key not in keys]
    found = [Choice(one.key, str(one.label), True) for one in chosen]
    return found + [Choice(one.key, str(one.label), False) for one in others if one.key != spec.title]


def linked(look: Look) -> list[tuple[str, list[Choice]]]:
    """The columns of linked records that are not chosen, by the link that leads to them."""
    spec, actor = look.spec, look.actor
    chosen = {one.key for one in columns_of(spec, actor, look.columns)}
    found = []
    for key, link in spec.readable(actor).items():
        if link.type.key != "reference" or not link.target or key in SYSTEM_FIELDS:
            continue
        target = registry.spec(link.target)
        if not has_page(link.target) or actor.access.reach(link.target, "read") is Reach.NONE:
            continue
        fields = [(f"{key}.{name}", one) for name, one in target.shown(actor).items() if one.type.listed]
        choices = [
            Choice(path, str(one.label), False)
            for path, one in fields
            if path not in chosen and one.key != target.title and one.key not in SYSTEM_FIELDS
        ]
        found.append((str(link.label), choices))
    return found


@opened("POST")
def widths(request: Any, spec: EntitySpec) -> HttpResponse:
    """Keep how wide a person made the columns; none puts them back to what they need."""
    known = {one.key for one in columns_of(spec, request.actor, tuple(request.POST))}
    given = {key: number(value) for key, value in request.POST.items() if key in known}
    kept = request.user.preferences.get(WIDTHS, {})
    mine = {**kept.get(spec.key, {}), **{key: max(NARROW, min(width, WIDE)) for key, width in given.items()}}
    accounts.save_preferences(request.user, widths={**kept, spec.key: mine if given else {}})
    return done(request, Done(f"/{spec.plural}/"))


@opened("GET")
def order(request: Any, spec: EntitySpec) -> HttpResponse:
    """By which keys the list is sorted, and which way."""
    look = Look.of(request, spec)
    state = look.state
    if "by" in request.GET:
        pairs = zip(request.GET.getlist("by"), request.GET.getlist("direction"), strict=False)
        terms = {key: f"-{key}" if way == "down" else key for key, way in pairs if key}
        return HttpResponseRedirect(state.url(sort=tuple(terms.values())))
    return page(
        request,
        "web/order.html",
        fragment="fragments/order.html",
        title=pgettext("list", "Sort"),
        here=spec.key,
        rows=keys(look),
        ways=[Option("up", _("ascending")), Option("down", _("descending"))],
        action=f"/{spec.plural}/sort/",
        hidden=state.hidden("sort"),
        back=state.url(),
    )


def keys(look: Look) -> list[tuple[Bound, str]]:
    """The keys of the order, each with its direction, and room for more."""
    terms = Listing(look.spec, look.actor, sort=look.sort).sorting.split(",")[:KEYS]
    options = sortable(look.spec, look.actor)
    found = []
    for place in range(KEYS):
        term = terms[place] if place < len(terms) else ""
        label = _("Sort by") if place == 0 else _("Then by")
        field = Bound("by", label, "select", term.lstrip("-"), id=f"f-by-{place}", options=options)
        found.append((field, "down" if term.startswith("-") else "up"))
    return found


def sortable(spec: EntitySpec, actor: Actor) -> list[Option]:
    """The fields that a list can be sorted by."""
    return [Option(key, str(one.label)) for key, one in spec.readable(actor).items() if one.type.sortable]


@opened("GET")
def group(request: Any, spec: EntitySpec) -> HttpResponse:
    """What the rows of the list are grouped by."""
    look = Look.of(request, spec)
    state = look.state
    if "by" in request.GET:
        by = request.GET["by"]
        return HttpResponseRedirect(state.url(group=by or (NONE if look.chosen else ""), open=()))
    every = [one for one in group_options(spec, look.actor) if not one.value.endswith((".quarter", ".year"))]
    return page(
        request,
        "web/group.html",
        fragment="fragments/group.html",
        title=pgettext("list", "Group"),
        here=spec.key,
        options=[Option("", _("No groups")), *every],
        chosen=look.group,
        action=f"/{spec.plural}/group/",
        hidden=state.hidden("group", "open"),
        back=state.url(),
    )
