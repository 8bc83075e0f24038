"""The page on which the menu is arranged, for everybody or for a role."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal, records
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, Malformed, Stale
from kith.features.menus.arranging import Line, fresh, lines_of, standard, typed, views_of
from kith.features.menus.models import Menu
from kith.kernel.numbers import identity
from kith.web import slots
from kith.web.frame import TONGUES, Frame
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, page, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened

HERE = "/shape/menu/"
STEPS = {"up": -1, "down": 1}


@opened("GET", "POST")
def arrange(request: Any) -> HttpResponse:
    """The lines, what one did with them so far, or the menu kept."""
    shaping.require(request.actor)
    role = role_of(request)
    specs = Frame(request).specs
    if request.method == "GET":
        row = stored(role) or stored(None)
        entries = row.entries if row else standard(specs)
        return show(request, role, lines_of(entries, specs))
    verb, _bar, name = request.POST.get("do", "keep").partition("|")
    lines = typed(request.POST, specs)
    if verb not in ("keep", "drop"):
        return show(request, role, changed(request, lines, verb, name), focus=f"{verb}|{name}")
    try:
        return perform(request, lambda: kept(request, role, lines if verb == "keep" else None))
    except Invalid as error:
        texts = [str(text) for texts in error.errors.values() for text in texts]
        return show(request, role, lines, errors=texts, status=422)
    except Stale:
        return show(
            request, role, lines, errors=[_("Somebody else changed this menu meanwhile.")], status=412
        )


def role_of(request: Any) -> int | None:
    """The role that is arranged for; None is everybody. Raises Malformed."""
    text = (request.POST if request.method == "POST" else request.GET).get("role", "")
    role = identity(text) if text else None
    if text and role not in directory().roles:
        raise Malformed
    return role


def stored(role: int | None) -> Menu | None:
    """The menu of exactly this role, or of everybody."""
    of_role: dict[str, Any] = {"role__isnull": True} if role is None else {"role_id": role}
    row: Menu | None = Menu.live().filter(**of_role).first()
    return row


def changed(request: Any, lines: list[Line], verb: str, name: str) -> list[Line]:
    """The lines after something was added, taken away, or moved by a place."""
    if verb == "add":
        line = fresh(lines, name or request.POST.get("view", ""), Frame(request).specs, request.actor)
        at = sum(one.shown for one in lines)
        return [*lines[:at], line, *lines[at:]] if line else lines
    if verb == "remove":
        return [one for one in lines if one.name != name or not one.own]
    at = next((place for place, one in enumerate(lines) if one.name == name), -1)
    to = at + STEPS.get(verb, 0)
    if at >= 0 and 0 <= to < len(lines):
        lines[at], lines[to] = lines[to], lines[at]
    return lines


def kept(request: Any, role: int | None, lines: list[Line] | None) -> Done:
    """Keep the menu, or without lines go back to the standard, and say so."""
    actor, row = request.actor, stored(role)
    with journal.batch(actor, "config", entity="menu") as batch:
        if row is not None and str(row.version) != request.POST.get("version", ""):
            raise Stale(row)
        if lines is None and row is not None:
            records.delete(row, by=actor)
        elif lines is not None:
            values: dict[str, Any] = {"entries": [line.entry for line in lines if line.shown]}
            if row is None:
                records.create(Menu, by=actor, role=role, **values)
            else:
                records.update(row, by=actor, version=row.version, **values)
    text = _("The standard menu is back.") if lines is None else _("The menu is saved.")
    return Done(f"{HERE}?role={role}" if role else HERE, Toast(text, undo=forming.undo_of(batch)))


def show(
    request: Any, role: int | None, lines: list[Line], *, errors: Any = (), focus: str = "", status: int = 200
) -> HttpResponse:
    """The page with its lines."""
    row, specs = stored(role), Frame(request).specs
    roles = [Link(_("Everybody"), HERE, current=role is None, key="")]
    roles += [
        Link(one.name, f"{HERE}?role={number}", current=number == role, key=str(number))
        for number, one in directory().roles.items()
    ]
    return page(
        request,
        "menus/page.html",
        fragment="menus/arrange.html",
        title=_("Menu"),
        here="settings",
        status=status,
        crumbs=[Link(_("Objects"), "/shape/")],
        role=role or "",
        roles=roles,
        lines=lines,
        views=views_of(specs, request.actor),
        tongues=[(code, TONGUES.get(code, str(name))) for code, name in settings.LANGUAGES],
        version=row.version if row else "",
        stored=row is not None,
        errors=errors,
        focus=focus,
        nonce=secrets.token_hex(16),
    )


def _place(actor: Actor) -> list[Link]:
    return [Link(_("Menu"), HERE, "menu-2", key="menu")]


slots.add("shape_places", _place)
