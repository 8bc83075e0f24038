"""The page about what is kept of a person, and the file of it."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.privacy import asking, dossiers
from kith.features.privacy.finding import everything, person
from kith.features.privacy.models import Dossier, State
from kith.features.privacy.words import TIES
from kith.web.frame import TONGUES
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, page, perform
from kith.web.views.opening import opened


def crumbs(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """The way back."""
    here = f"/{spec.plural}/"
    return [Link(str(spec.label_plural), here), Link(title_of(spec, record, actor), f"{here}{record.pk}/")]


@opened("GET")
def show(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """What is kept about a person, counted, and what can be done."""
    record = person(spec, number, request.actor)
    base = f"/{spec.plural}/{record.pk}/privacy/"
    groups = [
        (str(one.spec.label_plural), one.spec.icon, str(TIES[one.tie]), len(one.records))
        for one in everything(spec, record, request.actor)
    ]
    return page(
        request, "privacy/person.html", title=_("Data about this person"), here=spec.key,
        crumbs=crumbs(spec, record, request.actor),
        base=base, groups=groups, tongues=TONGUES, tongue=request.actor.language, nonce=secrets.token_hex(16),
    )  # fmt: skip


@opened("POST")
def ask(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Have everything gathered."""
    language = request.POST.get("language", "")

    def work() -> Done:
        row = asking.ask(spec, number, by=request.actor, language=language)
        if row.state == State.WAITING:
            return Done(
                f"/{spec.plural}/{number}/privacy/", Toast(_("You are told when everything is gathered."))
            )
        return Done(f"/dossiers/{row.pk}/")

    return perform(request, work)


@opened("GET")
def dossier(request: Any, number: int) -> HttpResponse:
    """The file of everything about a person."""
    return sent(dossiers.find(number, request.actor))


def sent(row: Dossier) -> HttpResponse:
    """The archive, to be saved."""
    response: Any = FileResponse(
        dossiers.content(row), as_attachment=True, filename=row.name, content_type="application/zip"
    )
    response.headers["Cache-Control"] = "private, no-store"
    found: HttpResponse = response
    return found
