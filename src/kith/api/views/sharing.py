"""With whom a record is shared: told, shared, changed, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.api import asking, bodies, places
from kith.api.answers import PRIVATE, answer
from kith.engine import records, sharing
from kith.engine.access import directory
from kith.engine.base.gate import UNKNOWN
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.sharing import Share
from kith.engine.spec import EntitySpec

KEYS = frozenset({"with", "level", "until", "role"})


def listed(request: Any, plural: str, number: int) -> HttpResponse:
    """GET /{entity}/{id}/shares: with whom it is shared, how far, until when, and why."""
    spec = entity(plural, request)
    asking.only(request.GET)
    return told(spec, records.find(spec, number, request.actor, "read"))


def shared(request: Any, plural: str, number: int) -> HttpResponse:
    """POST /{entity}/{id}/shares: share it with a person, a team or a unit, or change how it is shared."""
    spec = entity(plural, request)
    body = bodies.read(request)
    if wrong := body.keys() - KEYS:
        raise Invalid({name: [UNKNOWN] for name in sorted(wrong)})
    return told(spec, sharing.share(spec, number, wanted(body), by=request.actor), status=201)


def ended(request: Any, plural: str, number: int, *, kind: str, whom: int) -> HttpResponse:
    """DELETE /{entity}/{id}/shares/{kind}/{whom}: share it with them no longer."""
    sharing.stop(entity(plural, request), number, kind, whom, by=request.actor)
    return HttpResponse(status=204, headers=PRIVATE)


def entity(plural: str, request: Any) -> EntitySpec:
    """An entity whose records can be shared. Raises NotFound."""
    spec = places.entity(plural, request.actor)
    if spec.entity.rule is not None or spec.entity.group not in ("work", "lists"):
        raise NotFound
    return spec


def wanted(body: Mapping[str, Any]) -> Share:
    """The share that a body asks for. Raises Invalid."""
    whom = body.get("with")
    if not isinstance(whom, dict) or whom.keys() != {"kind", "id"} or not isinstance(whom["kind"], str):
        raise Invalid(
            {"with": [_('Say with whom: {"kind": "user", "id": 7}; kinds are user, team and unit.')]}
        )
    said, level, role = body.get("until"), body.get("level", "read"), body.get("role") or ""
    if not isinstance(level, str) or not isinstance(role, str):
        raise Invalid({"role" if isinstance(level, str) else "level": [_("This must be text.")]})
    return Share(whom["kind"], bodies.number(whom["id"], "with"), level, moment(said), role)


def moment(said: Any) -> dt.datetime | None:
    """The moment of `until`. Raises Invalid."""
    if said is None:
        return None
    field = FieldSpec("", "until", "", TYPES["datetime"])
    try:
        found: dt.datetime | None = field.type.clean(said, field)
    except ValidationError as error:
        raise Invalid({"until": list(error.messages)}) from error
    return found


def told(spec: EntitySpec, record: Any, *, status: int = 200) -> HttpResponse:
    """The shares of a record as JSON."""
    people = directory()
    items = [
        {
            "with": {"kind": one.kind, "id": one.id, "name": one.name(people)},
            "level": one.level,
            "until": one.until,
            "role": one.role,
            "cause": one.cause,
            "by": one.by,
        }
        for one in sharing.shares_of(spec, record)
    ]
    return answer({"items": items}, status=status)
