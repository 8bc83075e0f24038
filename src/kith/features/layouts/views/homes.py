"""Arranging home pages: the parts in their order for everybody or a role, and further parts from views and figures."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import home, journal, plugs, records, registry
from kith.engine.access import directory
from kith.engine.errors import Forbidden, Malformed
from kith.engine.spec import EntitySpec
from kith.features.layouts import homes
from kith.features.layouts.homes import Arranged, every
from kith.features.layouts.menus import HOMES, may_arrange_homes
from kith.features.layouts.models import HomePage
from kith.kernel.numbers import identity
from kith.web import reports
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, page, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened

STEPS = {"up": -1, "down": 1}
NOTHING = Arranged((), frozenset(), ())


@opened("GET", "POST")
def arrange(request: Any) -> HttpResponse:
    """The parts in their order, what one did with them so far, or the page kept."""
    role = asked(request)
    chosen = every().get(role) or every().get(None) or NOTHING
    if request.method == "GET":
        return show(request, role, chosen)
    verb, _bar, key = request.POST.get("do", "keep").partition("|")
    said = sent(request, chosen)
    if verb in STEPS:
        return show(request, role, moved(said, key, STEPS[verb]), focus=f"{verb}|{key}", changed=True)
    if verb == "drop":
        rest = tuple(part for part in said.parts if part["key"] != key)
        order = tuple(one for one in said.order if one != key)
        return show(request, role, replace(said, order=order, parts=rest), changed=True)
    return perform(request, lambda: kept(request, role, None if verb == "standard" else said))


@opened("GET", "POST")
def add(request: Any) -> HttpResponse:
    """A further part: first of which records, then what of them."""
    role = asked(request)
    given = request.POST if request.method == "POST" else request.GET
    known = {spec.key: spec for spec in shaping.shapeable(request.actor)}
    spec = known.get(given.get("entity", ""))
    if request.method == "POST" and spec is not None and "show" in given:
        chosen = every().get(role) or every().get(None) or NOTHING
        return perform(request, lambda: kept(request, role, joined(chosen, part_of(given, spec, chosen))))
    return page(
        request,
        "layouts/home_add.html",
        title=_("Add a part"),
        here="settings",
        crumbs=[Link(pgettext("settings", "Objects"), "/shape/"), Link(_("Home pages"), address(role))],
        role=role or "",
        specs=list(known.values()),
        spec=spec,
        views=plugs.views_for(spec, request.actor) if spec else [],
        groups=reports.group_options(spec, request.actor) if spec else [],
        measures=sums(spec) if spec else [],
        languages=settings.LANGUAGES,
        nonce=secrets.token_hex(16),
    )


def asked(request: Any) -> int | None:
    """The role that is arranged for; None is everybody. Raises NotFound, Forbidden, Malformed."""
    shaping.require(request.actor)
    if not may_arrange_homes(request.actor):
        raise Forbidden
    given = (request.POST if request.method == "POST" else request.GET).get("role", "")
    if not given:
        return None
    role = identity(given)
    if role not in directory().roles:
        raise Malformed
    return role


def address(role: int | None) -> str:
    """The page for a role, or for everybody."""
    return f"{HOMES}?role={role}" if role else HOMES


def sums(spec: EntitySpec) -> list[Link]:
    """What can be added up."""
    fields = [one for one in spec.fields.values() if "sum" in one.type.aggregates]
    return [Link(str(one.label), "", key=f"sum:{one.key}") for one in fields]


def part_of(given: Any, spec: EntitySpec, chosen: Arranged) -> dict[str, Any]:
    """What the form says of a further part."""
    taken = {part["key"] for part in chosen.parts}
    key = next(name for number in range(1, 1_000) if (name := f"own_{number}") not in taken)
    shown = given.get("show", "")
    kind, _bar, group = shown.partition("|")
    title = {code: given.get(f"title__{code}", "").strip()[:80] for code, _name in settings.LANGUAGES}
    return {
        "key": key,
        "entity": spec.key,
        "view": identity(given.get("view", "")) or 0,
        "show": kind if kind in homes.SHOWN else "rows",
        "measure": given.get("measure", "")[:80] if kind != "rows" else "",
        "group": group[:80],
        "title": {code: text for code, text in title.items() if text},
    }


def joined(chosen: Arranged, part: dict[str, Any]) -> Arranged:
    """A page with one more part, at its end."""
    order = chosen.order or tuple(home.usual())
    return Arranged((*order, part["key"]), chosen.hidden, (*chosen.parts, part))


def sent(request: Any, chosen: Arranged) -> Arranged:
    """What the form says: the order, and what is not ticked."""
    order = tuple(dict.fromkeys(key[:80] for key in request.POST.getlist("at")[:200]))
    ticked = set(request.POST.getlist("shown"))
    parts = tuple(part for part in chosen.parts if part["key"] in order)
    return Arranged(order, frozenset(key for key in order if key not in ticked), parts)


def moved(said: Arranged, key: str, step: int) -> Arranged:
    """One part a place up or down."""
    order = list(said.order)
    place = order.index(key) if key in order else -1
    if place >= 0 and 0 <= place + step < len(order):
        order[place], order[place + step] = order[place + step], order[place]
    return replace(said, order=tuple(order))


def kept(request: Any, role: int | None, chosen: Arranged | None) -> Done:
    """Keep it, or without one go back to what applies otherwise, and say so."""
    rows = HomePage.live()
    stored = (rows.filter(role__isnull=True) if role is None else rows.filter(role=role)).first()
    with journal.batch(request.actor, "config", entity="home-page") as batch:
        if chosen is not None:
            values: dict[str, Any] = {
                "order": list(chosen.order),
                "hidden": sorted(chosen.hidden),
                "parts": [dict(part) for part in chosen.parts],
            }
            if stored is None:
                records.create(HomePage, by=request.actor, role=role, **values)
            else:
                records.update(stored, by=request.actor, **values)
        elif stored is not None:
            records.delete(stored, by=request.actor)
    text = _("The home page is arranged.") if chosen else _("The page is as it was before.")
    return Done(address(role), Toast(text, undo=forming.undo_of(batch)))


def lines(chosen: Arranged) -> list[tuple[str, str, bool, bool]]:
    """Every part: its key, what it is called, whether it is shown, and whether it was added."""
    added = {part["key"]: part for part in chosen.parts}
    keys = dict.fromkeys((*chosen.order, *home.usual(), *added))
    found = []
    for key in keys:
        shown = key not in chosen.hidden
        if key in home.blocks:
            found.append((key, home.blocks[key][1](), shown, False))
        elif key in added:
            found.append((key, named(added[key]), shown, True))
    return found


def named(part: Any) -> str:
    """What an added part is called where it is arranged."""
    spec = next((one for one in registry.specs() if one.key == part["entity"]), None)
    return homes.name(part, spec, None) if spec else str(part["key"])


def show(
    request: Any, role: int | None, chosen: Arranged, *, focus: str = "", changed: bool = False
) -> HttpResponse:
    """The page with its lines."""
    roles = [Link(_("Everybody"), "", current=role is None, key="")]
    roles += [
        Link(one.name, "", current=number == role, key=str(number))
        for number, one in directory().roles.items()
    ]
    return page(
        request,
        "layouts/home.html",
        title=_("Home pages"),
        here="settings",
        crumbs=[Link(pgettext("settings", "Objects"), "/shape/")],
        role=role or "",
        roles=roles,
        lines=lines(chosen),
        stored=role in every(),
        focus=focus,
        changed=changed,
        nonce=secrets.token_hex(16),
    )
