"""The OpenAPI 3.1 document of everything that this caller may use, custom fields included.

Features that bring addresses of their own describe them with `@describes`: a function of the actor that gives paths.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from kith import __version__
from kith.api import asking, places, schemas
from kith.api.answers import answer
from kith.api.operations import (
    ANY_OBJECT,
    IDS,
    IF_MATCH,
    PROBLEM,
    TEXT,
    VERSION,
    empty,
    in_path,
    items,
    limit,
    number,
    object_of,
    operation,
    perhaps_later,
    query,
)
from kith.api.schemas import ID, NULL
from kith.engine import plugs, revealing
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.scope import CLAIM
from kith.engine.spec import EntitySpec

Paths = dict[str, dict[str, Any]]
_sources: list[Callable[[Actor], Paths]] = []


def describes(source: Callable[[Actor], Paths]) -> Callable[[Actor], Paths]:
    """Add the paths of a feature."""
    _sources.append(source)
    return source


def document(request: Any) -> HttpResponse:
    """GET /openapi.json."""
    asking.only(request.GET)
    return answer(built(request.actor))


def built(actor: Actor) -> dict[str, Any]:
    """The whole document."""
    specs = places.visible_entities(actor)
    paths = general()
    components: dict[str, Any] = {"Problem": PROBLEM}
    for spec in specs:
        paths |= paths_of(spec, actor)
        components |= components_of(spec, actor)
    for source in _sources:
        paths |= source(actor)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kith", "version": __version__, "description": ABOUT},
        "security": [{"token": []}, {"session": []}],
        "tags": [{"name": spec.plural, "description": str(spec.label_plural)} for spec in specs],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
            },
        },
    }


ABOUT = (
    "Lists are filtered by any field: `grade=A`, `grade.in=A,B`, `amount.gte=1000`, `created_at.within=last_30_days`, "
    "`owner=me`, `phone.empty=true`, or by a condition as JSON in `where`. Every POST takes an `Idempotency-Key`."
)


def general() -> Paths:
    """Addresses that belong to no entity."""
    several = items(ANY_OBJECT)
    return {
        "/api/v1/entities": {"get": operation("List entities", ok=several)},
        "/api/v1/entities/{name}": {"get": operation("Describe an entity", in_path("name", TEXT))},
        "/api/v1/me": {"get": operation("Who I am")},
        "/api/v1/tokens": {"get": operation("List my API tokens", ok=several)},
        "/api/v1/tokens/{id}": {"delete": operation("End an API token", number(), status=204, more=(409,))},
        "/api/v1/openapi.json": {"get": operation("This document")},
        "/api/v1/search": {
            "get": operation(
                "Search everything", query("q", TEXT), limit(), query("entity", TEXT), ok=several
            )
        },
        "/api/v1/batches": {
            "get": operation("List batches of changes", limit(), query("cursor", TEXT), ok=several)
        },
        "/api/v1/batches/{id}": {"get": operation("Read a batch", number())},
        "/api/v1/batches/{id}/undo": {
            "post": perhaps_later(operation("Take a batch back", number(), body=empty()))
        },
    }


def paths_of(spec: EntitySpec, actor: Actor) -> Paths:
    """The addresses of one entity, as far as the caller has rights."""
    base = f"/api/v1/{spec.plural}"
    found: Paths = {base: {}, f"{base}/{{id}}": {}}

    def may(verb: str) -> bool:
        return actor.access.reach(spec.key, verb) is not Reach.NONE

    if may("read"):
        found |= _reading(spec, base)
    if may("create"):
        found[base]["post"] = operation(
            "Create", body=_ref(spec, "New"), ok=_ref(spec), status=201, tag=spec.plural
        )
    if may("update"):
        change = operation(
            "Change",
            number(),
            IF_MATCH,
            body=_ref(spec, "Change"),
            ok=_ref(spec),
            more=(412,),
            tag=spec.plural,
        )
        found[f"{base}/{{id}}"]["patch"] = change
        found[f"{base}/{{id}}/history/restore"] = {"post": _putting_back(spec)}
    if may("delete"):
        found[f"{base}/{{id}}"]["delete"] = operation(
            "Delete", number(), IF_MATCH, status=204, more=(409, 412, 422), tag=spec.plural
        )
        found[f"{base}/{{id}}/restore"] = {
            "post": operation("Restore", number(), body=empty(), ok=_ref(spec), tag=spec.plural)
        }
    if may("create") or may("update") or may("delete"):
        found[f"{base}/bulk"] = {
            "post": operation("Write many", body=_bulk(spec), more=(412,), tag=spec.plural)
        }
    if may("export") and plugs.exporters:
        found[f"{base}/export"] = {"get": _export(spec)}
    found |= _sharing(spec, base, actor) | _acting(spec, base, actor)
    return {path: methods for path, methods in found.items() if methods}


def _reading(spec: EntitySpec, base: str) -> Paths:
    tag = spec.plural
    one = f"{base}/{{id}}"
    page = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{_name(spec)}"}},
            "next": {"type": ["string", "null"]},
            "count": {"type": ["integer", "null"]},
            "count_is": {"enum": ["exact", "capped", None]},
        },
        "required": ["items", "next", "count", "count_is"],
    }
    narrow = (query("q", {"type": "string", "maxLength": 500}), query("where", TEXT))
    shown = query("fields", TEXT)
    place = (query("sort", TEXT), limit(), query("cursor", TEXT))
    count = query("count", {"enum": ["none", "capped", "exact"]})
    groups = (query("group", TEXT), query("measure", TEXT))
    return {
        base: {"get": operation("List", shown, *narrow, *place, count, ok=page, tag=tag)},
        one: {"get": operation("Read", number(), shown, ok=_ref(spec), tag=tag)},
        f"{one}/timeline": {
            "get": operation(
                "Timeline",
                number(),
                limit(),
                query("before", {"type": "string"}),
                ok=items(ANY_OBJECT),
                tag=tag,
            )
        },
        f"{one}/history": {
            "get": operation(
                "History", number(), limit(), query("cursor", TEXT), ok=items(ANY_OBJECT), tag=tag
            )
        },
        f"{base}/summary": {
            "get": operation("Summary by group", *groups, *narrow, ok=items(ANY_OBJECT), tag=tag)
        },
    }


def _sharing(spec: EntitySpec, base: str, actor: Actor) -> Paths:
    """With whom records are shared."""
    if spec.entity.rule is not None or spec.entity.group not in ("work", "lists"):
        return {}
    one, tag = f"{base}/{{id}}/shares", spec.plural
    found: Paths = {one: {"get": operation("Shares", number(), ok=items(ANY_OBJECT), tag=tag)}}
    if actor.access.reach(spec.key, "share") is Reach.NONE:
        return found
    whom = object_of({"kind": {"enum": ["user", "team", "unit"]}, "id": ID}, ("kind", "id"))
    body = object_of(
        {"with": whom, "level": {"enum": ["read", "write"]}, "until": {"anyOf": [TEXT, NULL]}, "role": TEXT},
        ("with",),
    )
    found[one]["post"] = operation("Share", number(), body=body, ok=items(ANY_OBJECT), status=201, tag=tag)
    found[f"{one}/{{kind}}/{{whom}}"] = {
        "delete": operation(
            "Share no longer",
            number(),
            in_path("kind", TEXT),
            in_path("whom", ID),
            status=204,
            more=(409,),
            tag=tag,
        )
    }
    return found


def _putting_back(spec: EntitySpec) -> dict[str, Any]:
    body = object_of(
        {
            "before": ID,
            "at": {"type": "string"},
            "fields": {"type": "array", "items": TEXT},
            "preview": {"type": "boolean"},
            "version": VERSION,
        }
    )
    return operation("Put back what it was", number(), IF_MATCH, body=body, more=(412,), tag=spec.plural)


def _acting(spec: EntitySpec, base: str, actor: Actor) -> Paths:
    """Named changes with their arguments; taking, revealing."""
    found: Paths = {}
    if actor.access.reach(spec.key, CLAIM) is not Reach.NONE:
        take = operation("Take what has no owner", number(), body=empty(), ok=_ref(spec), tag=spec.plural)
        found[f"{base}/{{id}}/claim"] = {"post": take}
    if actor.access.reach(spec.key, revealing.VERB) is not Reach.NONE:
        body = object_of({"field": TEXT}, ("field",))
        found[f"{base}/{{id}}/reveal"] = {
            "post": operation("Reveal a masked value", number(), body=body, more=(429,), tag=spec.plural)
        }
    for action in spec.actions.values():
        if actor.access.reach(spec.key, action.name) is Reach.NONE:
            continue
        fields = action.arguments(spec.key)
        one = object_of(
            {**{name: schemas.sent(field) for name, field in fields.items()}, "version": VERSION},
            _needed(fields),
        )
        many = object_of({**one["properties"], "ids": IDS}, ("ids", *_needed(fields)))
        del many["properties"]["version"]
        label = str(action.label)
        found[f"{base}/{{id}}/actions/{action.name}"] = {
            "post": operation(label, number(), body=one, more=(412,), tag=spec.plural)
        }
        if action.many:
            found[f"{base}/actions/{action.name}"] = {
                "post": operation(label, body=many, more=(412,), tag=spec.plural)
            }
    return found


# ---------------------------------------------------------------------- schemas


def components_of(spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    """What is answered, what makes a new record, what changes one."""
    level = actor.access.level
    writable = {
        name: field
        for name, field in spec.known(actor).items()
        if not field.readonly and level(spec.key, name) in (Level.MASKED, Level.WRITE)
    }
    sent = {name: schemas.sent(field) for name, field in writable.items()}
    told = {
        "id": ID,
        "version": {"type": "integer"},
        **{name: schemas.told(field) for name, field in spec.shown(actor).items()},
    }
    required = tuple(
        name for name, field in writable.items() if field.required and field.initial() in (None, "")
    )
    return {
        _name(spec): {"type": "object", "properties": told, "required": ["id", "version"]},
        _name(spec, "New"): object_of(sent, required),
        _name(spec, "Change"): object_of({**sent, "version": VERSION}),
    }


def _needed(fields: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    return tuple(name for name, field in fields.items() if field.required)


def _bulk(spec: EntitySpec) -> dict[str, Any]:
    return object_of({name: {"type": "array", "maxItems": 1000} for name in ("create", "update", "delete")})


def _name(spec: EntitySpec, suffix: str = "") -> str:
    return "".join(part.capitalize() for part in spec.key.split("-")) + suffix


def _ref(spec: EntitySpec, suffix: str = "") -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{_name(spec, suffix)}"}


def _export(spec: EntitySpec) -> dict[str, Any]:
    found = operation(
        "Export",
        query("format", {"enum": sorted(plugs.exporters_of(spec))}),
        query("raw", {"enum": ["true", "false"]}),
        query("fields", TEXT),
        query("q", TEXT),
        query("where", TEXT),
        query("sort", TEXT),
        tag=spec.plural,
    )
    file = {"schema": {"type": "string", "format": "binary"}}
    found["responses"]["200"]["content"] = {"*/*": file}
    return perhaps_later(found)
