"""Putting a record back to what it was before a change, or at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.api import bodies, places
from kith.api.answers import answer, etag
from kith.api.rendering import changes
from kith.api.views.records import expected
from kith.engine import audit, records, restoring
from kith.engine.errors import Invalid
from kith.engine.restoring import Past
from kith.engine.spec import EntitySpec

WORDS = ("before", "at", "fields", "preview")


def put_back(request: Any, plural: str, number: int) -> HttpResponse:
    """POST /{entity}/{id}/history/restore: give `fields`, or all that differ, the values that they had `before` an
    entry of the history or `at` a time. With `preview` it only says what differs: [now, then] of each field."""
    spec = places.entity(plural, request.actor)
    body = bodies.read(request)
    version = expected(request, body)
    known(body)
    actor = request.actor
    found = records.find(spec, number, actor, "update")
    audit.seen(found, actor)
    past = meant(spec, found, body)
    names = body.get("fields")
    pairs = {
        one.field.key: [one.now, one.then]
        for one in restoring.differences(spec, found, past, actor)
        if names is None or one.field.key in names
    }
    told = changes(spec, pairs, actor, found)
    if body.get("preview"):
        return answer({"changes": told, "batch": None}, headers={"ETag": etag(found.version)})
    kept, batch = restoring.put_back(found, past, by=actor, fields=names, version=version)
    return answer({"changes": told, "batch": batch.pk}, headers={"ETag": etag(kept.version)})


def known(body: Mapping[str, Any]) -> None:
    """Every key is known and has the right type. Raises Invalid."""
    errors: dict[str, list[Any]] = {
        name: [_("There is no such field.")] for name in body if name not in WORDS
    }
    names = body.get("fields")
    if names is not None and not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        errors["fields"] = [_("Give a list of values.")]
    if not isinstance(body.get("preview", False), bool):
        errors["preview"] = [_("Say true or false.")]
    if ("before" in body) == ("at" in body):
        errors["before"] = [_("Say before which change or at which time, not both.")]
    if errors:
        raise Invalid(errors)


def meant(spec: EntitySpec, record: Any, body: Mapping[str, Any]) -> Past:
    """The state that is asked for. Raises Invalid, NotFound."""
    if "before" in body:
        return restoring.before(spec, record, bodies.number(body["before"], "before"))
    try:
        moment = dt.datetime.fromisoformat(body["at"])
        moment = moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise Invalid(
            {"at": [_("This is not a date with time. Write it as 2026-01-31T14:30:00Z.")]}
        ) from error
    return restoring.at(spec, record, moment)
