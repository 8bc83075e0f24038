"""The parts that an OpenAPI document is made of: operations with all their statuses, parameters, objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kith.api.schemas import ID, NULL

TEXT = {"type": "string"}
ANY_OBJECT = {"type": "object"}
PROBLEM = {
    "type": "object",
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
        "rows": {"type": "array", "items": ANY_OBJECT},
        "current": ANY_OBJECT,
    },
    "required": ["type", "title", "status", "detail"],
}
MEANINGS = {
    400: "The request is malformed",
    401: "Not signed in",
    403: "Visible, but not allowed",
    404: "Does not exist for you",
    409: "Contradicts other data",
    412: "Changed since it was read",
    413: "Too large",
    415: "No JSON",
    422: "Wrong values",
    429: "Too much in too short a time",
}
ALWAYS = (400, 401, 403, 404, 429)
WITH_BODY = (409, 413, 415, 422)
VERSION = {"anyOf": [{"type": "integer"}, NULL]}
IDS = {"type": "array", "items": ID, "minItems": 1, "maxItems": 1000}


def operation(
    summary: str, *parameters: Mapping[str, Any], body: Any = None, ok: Any = None, status: int = 200,
    more: tuple[int, ...] = (), tag: str = "",
) -> dict[str, Any]:  # fmt: skip
    """One method of an address: parameters, body, and every status that it can answer."""
    fine: dict[str, Any] = {"description": "Done"}
    if status != 204:
        fine["content"] = {"application/json": {"schema": ok or ANY_OBJECT}}
    refused = {*ALWAYS, *(WITH_BODY if body is not None else ()), *more}
    found: dict[str, Any] = {
        "summary": summary,
        "parameters": list(parameters),
        "responses": {str(status): fine, **{str(code): _refusal(code) for code in sorted(refused)}},
    }
    if body is not None:
        found["requestBody"] = {"content": {"application/json": {"schema": body}}}
        found["parameters"].append(IDEMPOTENCY)
    if tag:
        found["tags"] = [tag]
    return found


def perhaps_later(found: dict[str, Any], ok: Any = None) -> dict[str, Any]:
    """The same operation, which may leave the work to a job and then answers 202."""
    content = {"application/json": {"schema": ok or ANY_OBJECT}}
    found["responses"]["202"] = {"description": "A job does it; ask again", "content": content}
    return found


def _refusal(code: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": MEANINGS[code], "content": {"application/problem+json": {"schema": schema}}}


def query(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter of the query string."""
    return {"name": name, "in": "query", "schema": schema}


def in_path(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A part of the address."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def number() -> dict[str, Any]:
    """A record's number in the address."""
    return in_path("id", ID)


def limit() -> dict[str, Any]:
    """How many at once."""
    return query("limit", {"type": "integer", "minimum": 1, "maximum": 200})


IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string", "pattern": r'^(\*|(W/)?"[0-9]{1,9}")$'},
}
IDEMPOTENCY = {
    "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": "^[!-~]{1,120}$"},
}  # fmt: skip


def object_of(properties: Mapping[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object with these keys and no others."""
    found: dict[str, Any] = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**found, "required": list(required)} if required else found


def empty() -> dict[str, Any]:
    """A body that has nothing in it."""
    return object_of({})


def items(item: Mapping[str, Any]) -> dict[str, Any]:
    """A list under “items”."""
    return {
        "type": "object",
        "properties": {"items": {"type": "array", "items": item}},
        "required": ["items"],
    }
