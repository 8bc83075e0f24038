"""Collections and single records: list, create, read, change, delete, restore."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.api import asking, bodies, packing, places, rendering
from kith.api.answers import PRIVATE, answer, etag
from kith.engine import audit, claiming, records, revealing
from kith.engine.actor import Actor
from kith.engine.base.gate import UNKNOWN
from kith.engine.errors import Invalid, Malformed
from kith.engine.listing import CAP, Listing
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec

P = TypeVar("P")

# Words of the gate's own calls, which no field can have.
RESERVED = frozenset({"by", "texts", "version"})


def listed(request: Any, plural: str) -> HttpResponse:
    """GET /{entity}: one page of a list."""
    spec = places.entity(plural, request.actor, "read")
    found, plan = asking.listing(request.GET, spec, request.actor)
    items, following = _page(found, plan, request.GET.get("cursor"))
    number, kind = counted(found, request.GET.get("count", "none"))
    return answer({"items": items, "next": following, "count": number, "count_is": kind})


def _page(
    found: Listing, plan: rendering.Plan, cursor: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """The items of one page, and where the next begins. What is computed as it is read goes by way of its values."""
    if any(field.live for field in plan.needed.values()):
        page = _at(found.page, cursor)
        return rendering.rows(plan, page.rows, found.actor), page.next
    raw = _at(found.raw_page, cursor)
    return packing.items(plan, raw, found.actor), raw.next


def _at(read: Callable[[str | None], P], cursor: str | None) -> P:
    """A page. Raises Malformed for a cursor whose values no list of this sort can have given out."""
    if not cursor:
        return read(None)
    try:
        return read(cursor)
    except (TypeError, ValueError, ArithmeticError, RecursionError, ValidationError, DataError) as error:
        raise Malformed(_("This is no position in this list. Start again from its beginning.")) from error


def counted(found: Listing, wanted: str) -> tuple[int | None, str | None]:
    """How many rows there are, as exactly as asked for. Raises Malformed."""
    if wanted == "none":
        return None, None
    if wanted not in ("capped", "exact"):
        raise Malformed(_("“count” is none, capped or exact."))
    number, exact = found.count(CAP if wanted == "capped" else None)
    return number, "exact" if exact else "capped"


def created(request: Any, plural: str) -> HttpResponse:
    """POST /{entity}: a new record."""
    spec = places.entity(plural, request.actor)
    found = records.create(spec.model, by=request.actor, **given(spec, request.actor, bodies.read(request)))
    return shown(request, spec, found, status=201)


def read(request: Any, plural: str, number: int) -> HttpResponse:
    """GET /{entity}/{id}: one record."""
    spec = places.entity(plural, request.actor)
    names = asking.words(request.GET.get("fields", ""))
    asking.only(request.GET, "fields")
    found = records.find(spec, number, request.actor, "read")
    audit.seen(found, request.actor)
    plan = rendering.plan_of(spec, request.actor, names, full=True)
    return answer(rendering.record(plan, found, request.actor), headers={"ETag": etag(found.version)})


def changed(request: Any, plural: str, number: int) -> HttpResponse:
    """PATCH /{entity}/{id}: the fields in the body get these values."""
    spec = places.entity(plural, request.actor)
    body = bodies.read(request)
    version = expected(request, body)
    found = records.update(
        (spec.model, number), by=request.actor, version=version, **given(spec, request.actor, body)
    )
    return shown(request, spec, found)


def removed(request: Any, plural: str, number: int) -> HttpResponse:
    """DELETE /{entity}/{id}: into the trash, or out of it for good."""
    spec = places.entity(plural, request.actor)
    records.delete((spec.model, number), by=request.actor, version=places.if_match(request))
    return HttpResponse(status=204, headers=PRIVATE)


def restored(request: Any, plural: str, number: int) -> HttpResponse:
    """POST /{entity}/{id}/restore: out of the trash."""
    spec = places.entity(plural, request.actor)
    bodies.empty(request)
    return shown(request, spec, records.perform("restore", (spec.model, number), by=request.actor))


def claimed(request: Any, plural: str, number: int) -> HttpResponse:
    """POST /{entity}/{id}/claim: make it the caller's own if it has no owner."""
    spec = places.entity(plural, request.actor)
    bodies.empty(request)
    return shown(request, spec, claiming.claim(spec, number, by=request.actor))


def revealed(request: Any, plural: str, number: int) -> HttpResponse:
    """POST /{entity}/{id}/reveal: the whole value of a masked `field`, counted and written down."""
    spec = places.entity(plural, request.actor)
    body = bodies.read(request)
    name = body.pop("field", None)
    if not isinstance(name, str) or body:
        raise Invalid({**{key: [UNKNOWN] for key in body}, "field": [_("Name the field to reveal.")]})
    found = revealing.reveal(spec, number, name, by=request.actor)
    value = rendering.of_stored(spec.fields[name], spec.snapshot(found)[name])
    left = revealing.left(spec, request.actor)
    return answer({"field": name, "value": value, "left": left}, headers={"Cache-Control": "no-store"})


def expected(request: Any, body: dict[str, Any]) -> int | None:
    """The version to change: If-Match, or `version` taken out of the body. Raises Malformed or Invalid."""
    said = bodies.version(body.pop("version", None))
    return places.if_match(request) if said is None else said


def given(spec: EntitySpec, actor: Actor, body: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a body for the gate. Raises Invalid for words that no field can have."""
    wrong = RESERVED & body.keys()
    if wrong:
        raise Invalid({name: [UNKNOWN] for name in sorted(wrong)})
    return bodies.values(spec.known(actor), body)


def shown(request: Any, spec: EntitySpec, found: Any, *, status: int = 200) -> HttpResponse:
    """A record after a write, with ETag and Location; who may not read it learns its number and version only."""
    headers = {"ETag": etag(found.version)}
    if status == 201:
        headers["Location"] = f"/api/v1/{spec.plural}/{found.pk}"
    if not Scope(spec.key, request.actor.access).covers(found):
        return answer({"id": found.pk, "version": found.version}, status=status, headers=headers)
    return answer(rendering.current(found, request.actor), status=status, headers=headers)
