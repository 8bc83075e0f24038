"""The API of imports: send a file, see what became of it, run it, cancel it, fetch what was refused."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import FileResponse, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import path
from django.utils.translation import gettext as _

from kith.api import asking, bodies
from kith.api.answers import answer
from kith.api.door import door
from kith.api.problems import WrongType
from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, Malformed, NotFound, Refused, TooLarge
from kith.engine.spec import EntitySpec
from kith.features.imports import places, plan, runs
from kith.features.imports.alike import CHOICES
from kith.features.imports.models import ACTIVE, ImportRun
from kith.features.imports.receiving import LIMIT, file_of
from kith.kernel.numbers import identity

FIELDS = ("entity", "mapping", "alike", "options", "dry_run")
AGAIN = ("mapping", "alike", "dry_run")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False, "": False}


def listed(request: Any) -> HttpResponse:
    """One's own imports, newest first; everybody's for those who look after all."""
    asking.only(request.GET, "limit", "cursor")
    limit, cursor = asking.limit(request.GET), request.GET.get("cursor", "")
    rows = runs.visible(request.actor)
    if cursor:
        before = identity(cursor)
        if before is None:
            raise Malformed(_("The cursor is not one of ours."))
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    items = [runs.describe(runs.settled(run), request.actor) for run in found[:limit]]
    more = str(found[limit - 1].pk) if len(found) > limit else None
    return answer({"items": items, "next": more})


def sent(request: Any) -> HttpResponse:
    """Take a file in, or with `dry_run` only check it. 201 when that is done, 202 while a job does it."""
    asking.only(request.GET)
    _form(request)
    unknown = {name: [_("There is no such field.")] for name in request.POST if name not in FIELDS}
    unknown |= {name: [_("There is no such field.")] for name in request.FILES if name != "file"}
    if unknown:
        raise Invalid(unknown)
    spec = _entity(request.POST.get("entity", ""), request.actor)
    dry = BOOLEANS.get(request.POST.get("dry_run", "").lower())
    if dry is None:
        raise Invalid({"dry_run": [_("Say true or false.")]})
    file = file_of(request.FILES)
    options = _json(request.POST.get("options", "") or "{}", "options")
    if not isinstance(options, dict):
        raise Invalid({"options": [_("Give encoding, delimiter or sheet as text.")]})
    run = runs.upload(spec, file.name or "", file.chunks(), by=request.actor, options=options)
    try:
        text, alike = request.POST.get("mapping", "").strip(), request.POST.get("alike")
        if text or alike:
            mapping = runs.mapping_of(text, spec, run.mapping) if text else run.mapping
            runs.configure(run, runs.choosing(mapping, alike), by=request.actor)
        started = runs.start(run, by=request.actor, dry=dry)
    except Refused:
        runs.forget(run)
        raise
    return _answered(started, request.actor, 201)


def _form(request: Any) -> None:
    """Read the multipart body. Raises WrongType, TooLarge, Malformed."""
    if request.content_type != "multipart/form-data":
        raise WrongType(_("Send the file as “multipart/form-data”."))
    length = request.headers.get("Content-Length") or "0"
    if length.isdigit() and int(length) > LIMIT + (1 << 20):
        raise TooLarge(limit=LIMIT)
    try:
        request.FILES  # noqa: B018 - reading it is what makes Django take the body
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError, OSError) as error:
        raise Malformed(_("The upload broke off or is damaged. Nothing was stored.")) from error


def _entity(name: str, actor: Actor) -> EntitySpec:
    """The entity of a plural or key. Raises Invalid, as if it were not there, without any right to read it."""
    spec = registry.by_plural(name) or next((one for one in registry.specs() if one.key == name), None)
    if spec is None or (
        actor.access.reach(spec.key, "read") is Reach.NONE and not plan.may_import(spec, actor)
    ):
        raise Invalid({"entity": [_("There is no such object.")]})
    return spec


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid({name: [_("This is not valid JSON.")]}) from error


def _answered(run: ImportRun, actor: Actor, status: int) -> HttpResponse:
    busy = run.state in ACTIVE
    headers = {"Location": f"/api/v1/imports/{run.pk}"}
    return answer(runs.describe(run, actor), status=202 if busy else status, headers=headers)


def read(request: Any, number: int) -> HttpResponse:
    """How far an import is, or how it ended."""
    asking.only(request.GET)
    return answer(runs.describe(runs.found(number, request.actor), request.actor))


def started(request: Any, number: int) -> HttpResponse:
    """Run an import that was checked, or go on with one that failed or was cancelled."""
    body = bodies.read(request)
    unknown = {name: [_("There is no such field.")] for name in body if name not in AGAIN}
    if unknown:
        raise Invalid(unknown)
    if not isinstance(body.get("dry_run", False), bool):
        raise Invalid({"dry_run": [_("Say true or false.")]})
    run = runs.found(number, request.actor)
    mapping, alike = body.get("mapping"), body.get("alike")
    if alike is not None and not isinstance(alike, str):
        raise Invalid({"alike": [_("Choose one of %(list)s.") % {"list": ", ".join(CHOICES)}]})
    if mapping is not None or alike:
        given = run.mapping if mapping is None else mapping
        runs.configure(run, runs.choosing(given, alike), by=request.actor)
    return _answered(runs.start(run, by=request.actor, dry=body.get("dry_run", False)), request.actor, 200)


def cancelled(request: Any, number: int) -> HttpResponse:
    """Stop an import after the rows at hand."""
    bodies.empty(request)
    return answer(runs.describe(runs.cancel(runs.found(number, request.actor)), request.actor))


def rejected(request: Any, number: int) -> HttpResponse:
    """The refused rows as a file like the one that was sent, with a column that says why."""
    asking.only(request.GET)
    return sending(runs.found(number, request.actor))


def sending(run: ImportRun) -> HttpResponse:
    """The file of refused rows. Raises NotFound while there is none."""
    if not run.rejected or not places.rejected(run).is_file():
        raise NotFound
    stem, ending = run.name.rpartition(".")[0] or run.name, run.rejected.rpartition(".")[2]
    name = f"{stem} - {_('errors')}.{ending}"
    response: Any = FileResponse(
        places.rejected(run).open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )
    response.headers["Cache-Control"] = "private, no-store"
    found: HttpResponse = response
    return found


urlpatterns = [
    path("v1/imports", door(GET=listed, POST=sent)),
    path("v1/imports/<int:number>", door(GET=read)),
    path("v1/imports/<int:number>/run", door(POST=started)),
    path("v1/imports/<int:number>/cancel", door(POST=cancelled)),
    path("v1/imports/<int:number>/rejected", door(GET=rejected)),
]
