"""What the API's own document says of imports."""

from __future__ import annotations

from typing import Any

from kith.api.openapi import describes
from kith.api.operations import (
    TEXT,
    empty,
    items,
    limit,
    number,
    object_of,
    operation,
    perhaps_later,
    query,
)
from kith.engine import registry
from kith.engine.actor import Actor
from kith.features.imports.alike import CHOICES
from kith.features.imports.plan import may_import

RUN = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "state": {"enum": ["uploaded", "queued", "running", "checked", "done", "failed", "cancelled"]},
        **{name: {"type": "integer"} for name in ("done", "created", "updated", "skipped", "failed")},
        "rows": {"type": ["integer", "null"]},
        "batch": {"type": ["integer", "null"]},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["id", "state", "created", "updated", "skipped", "failed", "errors"],
}
MAPPING = {"type": "object", "description": "columns, constants, match, alike, locale, empty, into"}

ALIKE = {"enum": list(CHOICES), "description": "what becomes of rows that look like a record"}


@describes
def paths(actor: Actor) -> dict[str, Any]:
    """The addresses of imports, for those who may import anything."""
    entities = [spec.plural for spec in registry.specs() if may_import(spec, actor)]
    base, one = "/api/v1/imports", "/api/v1/imports/{id}"
    found: dict[str, Any] = {
        base: {"get": operation("List imports", limit(), query("cursor", TEXT), ok=items(RUN))},
        one: {"get": operation("Read an import", number(), ok=RUN)},
        f"{one}/rejected": {"get": _file()},
        f"{one}/cancel": {"post": operation("Stop an import", number(), body=empty(), ok=RUN)},
        f"{one}/run": {
            "post": perhaps_later(operation("Run an import", number(), body=_again(), ok=RUN), RUN)
        },
    }
    if entities:
        found[base]["post"] = _sending(entities)
    return found


def _again() -> dict[str, Any]:
    mapping = {"anyOf": [MAPPING, {"type": "null"}]}
    return object_of({"mapping": mapping, "alike": ALIKE, "dry_run": {"type": "boolean"}})


def _sending(entities: list[str]) -> dict[str, Any]:
    form = object_of(
        {
            "file": {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
            "entity": {"type": "string", "enum": entities},
            "mapping": {"type": "string", "description": "JSON, or the name of a saved mapping"},
            "alike": ALIKE,
            "options": {"type": "string", "description": "JSON with encoding, delimiter, sheet"},
            "dry_run": {"type": "string", "enum": ["true", "false"]},
        },
        ("file", "entity"),
    )
    found = operation("Import a file", body=form, ok=RUN, status=201)
    found["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    return perhaps_later(found, RUN)


def _file() -> dict[str, Any]:
    found = operation("Fetch the refused rows", number())
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    found["responses"]["200"] = {"description": "A file like the one that was sent", "content": content}
    return found
