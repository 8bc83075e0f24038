"""The API of merging: POST /api/v1/customers/7/merge {"with": [8, 9], "fields": {"phone": 8, "tags": "all"}}."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from kith.api import bodies, places, rendering
from kith.api.answers import answer, etag
from kith.api.door import door
from kith.engine.base.gate import UNKNOWN
from kith.engine.errors import Invalid
from kith.features.merging import running
from kith.features.merging.choosing import ALL
from kith.features.merging.merging import Wish
from kith.features.merging.models import Merge


def merged(request: Any, plural: str, number: int) -> HttpResponse:
    """POST /{entity}/{id}/merge: other records go up in this one. 200 with the record and the batch that takes it back;
    202 where very much hangs on them, which a job moves."""
    spec = places.entity(plural, request.actor)
    body = bodies.read(request)
    version = bodies.version(body.pop("version", None))
    version = places.if_match(request) if version is None else version
    losers, fields = body.pop("with", None), body.pop("fields", {})
    if body:
        raise Invalid({name: [UNKNOWN] for name in body})
    if not isinstance(losers, list):
        raise Invalid({"with": [_("Give a list of values.")]})
    ids = tuple(bodies.number(one, "with") for one in losers)
    versions = {} if version is None else {number: version}
    result = running.begin(Wish(spec, number, ids, _chosen(fields), versions), by=request.actor)
    if isinstance(result, Merge):
        return answer({"record": None, "batch": None, "merge": result.pk}, status=202)
    found = spec.model.live().get(pk=number)
    shown = rendering.current(found, request.actor)
    return answer({"record": shown, "batch": result.pk, "merge": None}, headers={"ETag": etag(found.version)})


def _chosen(fields: Any) -> dict[str, str]:
    """By field whose value stays. Raises Invalid."""
    if not isinstance(fields, dict):
        raise Invalid({"fields": [_("Give an object.")]})
    wrong = {
        key: [_("Name the number of one of the records, or “all”.")]
        for key, one in fields.items()
        if one != ALL and (isinstance(one, bool) or not isinstance(one, int))
    }
    if wrong:
        raise Invalid(wrong)
    return {key: str(one) for key, one in fields.items()}


urlpatterns = [path("v1/<str:plural>/<number:number>/merge", door(POST=merged))]
