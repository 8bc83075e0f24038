"""The page on which an object's words are chosen."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.engine import journal
from kith.engine.actor import Actor
from kith.engine.errors import Stale
from kith.engine.identity.models import User
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.features.wording import keeping
from kith.features.wording.lines import Group, Line, Table
from kith.web import slots
from kith.web.frame import TONGUES
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened


@opened("GET", "POST")
def words(request: Any, spec: EntitySpec) -> HttpResponse:
    """The table, or what was typed into it kept."""
    shaping.require(request.actor)
    groups = Table(spec, keeping.stored(spec), languages(request)).groups()
    if request.method == "GET":
        return show(request, spec, groups)
    lines = [line for group in groups for line in group.lines]
    keeping.say(lines, request.POST)
    try:
        return perform(request, lambda: kept(request, spec, lines))
    except keeping.Wrong as error:
        for line in lines:
            line.errors = error.errors.get(line.place, [])
        return show(request, spec, groups, status=422)
    except Stale:
        return show(request, spec, groups, status=412)


def languages(request: Any) -> dict[str, str]:
    """The languages that are open: those that the company uses, or all of them when somebody asks."""
    known = {code: TONGUES.get(code, str(name)) for code, name in settings.LANGUAGES}
    if everything(request):
        return known
    used = {company().language, get_language(), *User.live().values_list("language", flat=True).distinct()}
    return {code: name for code, name in known.items() if code in used}


def everything(request: Any) -> bool:
    """Whether somebody asks for every language."""
    return bool((request.POST if request.method == "POST" else request.GET).get("all") == "1")


def kept(request: Any, spec: EntitySpec, lines: list[Line]) -> Done:
    """Keep the words, or go back to the standard of all, and say so."""
    with journal.batch(request.actor, "config", entity="wording") as batch:
        if request.POST.get("do") == "reset":
            keeping.reset(spec, request.actor)
        else:
            keeping.keep(spec, lines, request.POST, request.actor)
    here = f"/shape/{spec.plural}/words/{'?all=1' if everything(request) else ''}"
    return Done(here, Toast(_("The words are in use everywhere now."), undo=forming.undo_of(batch)))


def show(request: Any, spec: EntitySpec, groups: list[Group], *, status: int = 200) -> HttpResponse:
    """The page with its table."""
    shown = groups[0].lines[0].cells
    return shaping.shaping(
        request,
        spec,
        "words",
        "wording/words.html",
        status=status,
        told=status,
        groups=groups,
        languages=[(cell.code, cell.language) for cell in shown],
        more=len(settings.LANGUAGES) - len(shown),
        added=bool(spec.custom),
        everything=everything(request),
        changed=any(line.version for group in groups for line in group.lines),
        nonce=secrets.token_hex(16),
    )


def _tab(spec: EntitySpec, actor: Actor) -> Iterator[Link]:
    yield Link(_("Words"), f"/shape/{spec.plural}/words/", key="words")


slots.add("shape_tabs", _tab)
