"""Arranging the pages of an entity's records: what one sees is the page."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal
from kith.engine.access import directory
from kith.engine.errors import Forbidden, Malformed
from kith.engine.spec import EntitySpec
from kith.features.layouts import arranging, showing
from kith.features.layouts.arranging import Aim, drop, every, keep, may_arrange, stored_of
from kith.features.layouts.drafting import Draft, cleaned
from kith.kernel.numbers import identity
from kith.web.arrangement import PHONE, Arrangement
from kith.web.pieces import Toast
from kith.web.responses import Done, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened


@opened("GET", "POST")
def arrange(request: Any, spec: EntitySpec) -> HttpResponse:
    """The page that is arranged, what one did with it so far, or the layout kept."""
    shaping.require(request.actor)
    if not may_arrange(request.actor):
        raise Forbidden
    aim = aim_of(request, spec)
    whole, spec = spec, spec.typed(aim.type)
    if request.method == "GET":
        return show(request, spec, aim, Draft.of(spec, request.actor, begun(spec, aim)))
    draft = cleaned(Draft.sent(request.POST), spec)
    verb, _bar, entry = request.POST.get("do", "keep").partition("|")
    if verb in ("keep", "standard"):
        return perform(request, lambda: kept(request, whole, aim, draft if verb == "keep" else None))
    if verb == "copy":
        other = aim_in(request.POST.get("from", ""), spec)
        draft = Draft.of(spec, request.actor, every().get(spec.key, {}).get(other) or Arrangement())
    elif verb == "choose":
        draft.choose(entry, request.POST.get(f"more|{entry}", ""))
    else:
        entry = draft.step(verb, entry)
    return show(request, spec, aim, draft, focus=f"{verb}|{entry}", changed=True)


def begun(spec: EntitySpec, aim: Aim) -> Arrangement:
    """What one begins with: the layout for exactly this, else the one that is seen there until there is one."""
    known = every().get(spec.key, {})
    return arranging.fitting(known, aim.type, (aim.role, None), aim.device) or Arrangement()


def aim_of(request: Any, spec: EntitySpec) -> Aim:
    """For what is arranged. Raises Malformed."""
    given = request.POST if request.method == "POST" else request.GET
    return checked(spec, given.get("type", ""), given.get("role", ""), given.get("device", ""))


def aim_in(text: str, spec: EntitySpec) -> Aim:
    """What another layout is for, from the value of its option. Raises Malformed."""
    parts = text.split("|")
    if len(parts) != 3:
        raise Malformed
    return checked(spec, *parts)


def checked(spec: EntitySpec, kind: str, role: str, device: str) -> Aim:
    """An aim that exists. Raises Malformed."""
    number = identity(role) if role else None
    known = every().get(spec.key, {})
    types = {*spec.variants, spec.type_key, *(aim.type for aim in known)}
    if (
        (role and number not in directory().roles)
        or device not in ("", PHONE)
        or (kind and kind not in types)
    ):
        raise Malformed
    return Aim(kind, number, device)


def kept(request: Any, spec: EntitySpec, aim: Aim, draft: Draft | None) -> Done:
    """Keep it, or without one go back to what applies otherwise, and say so."""
    with journal.batch(request.actor, "config", entity="page-layout") as batch:
        if draft is None:
            drop(spec, aim, request.actor)
        else:
            keep(spec, aim, draft.stored(), by=request.actor)
    text = _("The page is arranged.") if draft else _("The page is as it was before.")
    return Done(showing.address(spec, aim), Toast(text, undo=forming.undo_of(batch)))


def show(
    request: Any, spec: EntitySpec, aim: Aim, draft: Draft, *, focus: str = "", changed: bool = False
) -> HttpResponse:
    """The page with its parts to be moved."""
    return shaping.shaping(
        request,
        spec,
        "layout",
        "layouts/page.html",
        fragment="layouts/editor.html",
        aim=aim,
        phone=PHONE,
        action=f"/shape/{spec.plural}/layout/",
        stored=stored_of(spec, aim) is not None,
        focus=focus,
        changed=changed,
        nonce=secrets.token_hex(16),
        **showing.everything(spec, request.actor, aim, draft),
    )
