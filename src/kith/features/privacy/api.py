"""The API of privacy: what is kept about a person, counted, and all of it as an archive."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from kith.api import bodies, places
from kith.api.answers import answer
from kith.api.door import door
from kith.api.rendering import current
from kith.engine.errors import Invalid
from kith.features.privacy import asking, dossiers, erasing
from kith.features.privacy.finding import everything, person
from kith.features.privacy.models import Dossier, Ground, State
from kith.features.privacy.planning import plan, planned
from kith.features.privacy.views.person import sent


def counted(request: Any, plural: str, number: int) -> HttpResponse:
    """How many records of what belong to a person, and how."""
    spec = places.entity(plural, request.actor)
    record = person(spec, number, request.actor)
    items = [
        {"entity": group.spec.key, "tie": group.tie, "records": group.ids}
        for group in everything(spec, record, request.actor)
    ]
    return answer({"items": items})


def asked(request: Any, plural: str, number: int) -> HttpResponse:
    """Have everything gathered; `language` is that of the page for people."""
    spec = places.entity(plural, request.actor)
    said = bodies.read(request)
    row = asking.ask(spec, number, by=request.actor, language=str(said.get("language", "")))
    return answer(_told(row), status=201 if row.state == State.DONE else 202)


def erased(request: Any, plural: str, number: int) -> HttpResponse:
    """Erase a person: `choices` by entity-tie (erase, words, keep), `ground`, `note`. With `dry` only say what would
    be done. Answers the act."""
    spec = places.entity(plural, request.actor)
    record = person(spec, number, request.actor)
    said = bodies.read(request)
    chosen, ground = said.get("choices", {}), said.get("ground")
    if not isinstance(chosen, dict) or not all(isinstance(one, str) for one in chosen.values()):
        raise Invalid({"choices": [_('Give a choice by group, such as {"activity-linked": "words"}.')]})
    if said.get("dry") is True:
        return answer({"items": [planned(line) for line in plan(spec, record, chosen, request.actor).lines]})
    if ground not in Ground.values:
        raise Invalid({"ground": [_("Say why the data are erased.")]})
    note = str(said.get("note", ""))
    act = erasing.erase(spec, record, chosen=chosen, ground=ground, note=note, by=request.actor)
    return answer(current(act, request.actor.as_house()), status=201)


def read(request: Any, number: int) -> HttpResponse:
    """How far it is."""
    return answer(_told(dossiers.find(number, request.actor)))


def content(request: Any, number: int) -> HttpResponseBase:
    """The archive."""
    return sent(dossiers.find(number, request.actor))


def _told(row: Dossier) -> dict[str, Any]:
    where = f"/api/v1/dossiers/{row.pk}/content" if row.state == State.DONE else None
    return {"id": row.pk, "state": row.state, "records": row.records, "content": where}


urlpatterns = [
    path("v1/<str:plural>/<number:number>/privacy", door(GET=counted)),
    path("v1/<str:plural>/<number:number>/privacy/dossier", door(POST=asked)),
    path("v1/<str:plural>/<number:number>/privacy/erase", door(POST=erased)),
    path("v1/dossiers/<number:number>", door(GET=read)),
    path("v1/dossiers/<number:number>/content", door(GET=content)),
]
