"""The page about the API's addresses, from its OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kith.api import openapi
from kith.api.operations import MEANINGS
from kith.config.reference.markdown import code, page, section, table
from kith.engine import registry
from kith.engine.actor import Actor

ABOUT = (
    "The document at `/api/v1/openapi.json` says the same for machines, with the schema of every body, for what its "
    "reader may use, custom fields included. Callers send `Authorization: Bearer TOKEN`; `kith token NAME` prints one. "
    "[The API in five minutes](../howto/api.md) tries it out."
)
EVERY = "`{plural}` is one of: "
HEADS = ("method", "address", "does", "takes", "answers")
METHODS = ("get", "post", "patch", "put", "delete")


@dataclass(frozen=True)
class Endpoint:
    """One method of one address. `plural` is the entity that it belongs to, "" for none."""

    address: str
    method: str
    does: str
    takes: tuple[str, ...]
    answers: tuple[str, ...]
    plural: str

    def row(self, *, every: bool = False) -> tuple[str, ...]:
        """As a row of a table; `every` puts {plural} in the place of the entity."""
        address = self.address.replace(f"/{self.plural}", "/{plural}", 1) if every else self.address
        return self.method.upper(), code(address), self.does, code(*self.takes), ", ".join(self.answers)


def api() -> str:
    """Render the page."""
    found = list(_endpoints(openapi.built(Actor.system())))
    plurals = sorted(spec.plural for spec in registry.specs())
    shared = [row for row in _rows(found, plurals[0]) if all(row in _rows(found, name) for name in plurals)]
    own = [item for item in found if item.plural and item.row(every=True) not in shared]
    return page(
        "API",
        ABOUT,
        section("Of every entity", EVERY + code(*plurals) + ".", table(HEADS, shared)),
        section("Of single entities", table(HEADS, [item.row() for item in own])),
        section("Of no entity", table(HEADS, [item.row() for item in found if not item.plural])),
        section("Statuses", _statuses()),
    )


def _rows(found: list[Endpoint], plural: str) -> list[tuple[str, ...]]:
    return [item.row(every=True) for item in found if item.plural == plural]


def _endpoints(document: dict[str, Any]) -> Iterator[Endpoint]:
    for address, methods in sorted(document["paths"].items()):
        for method in sorted(methods, key=METHODS.index):
            said = methods[method]
            yield Endpoint(
                address=address,
                method=method,
                does=said["summary"],
                takes=_takes(said),
                answers=tuple(sorted(said["responses"])),
                plural=next(iter(said.get("tags", ())), ""),
            )


def _takes(operation: dict[str, Any]) -> tuple[str, ...]:
    """Parameters that are not part of the address."""
    return tuple(item["name"] for item in operation["parameters"] if item["in"] != "path")


def _statuses() -> str:
    fine = {200: "Done", 201: "Made", 202: "A job does it", 204: "Done, nothing to tell"}
    return table(
        ("status", "means"), [(str(status), text) for status, text in sorted({**fine, **MEANINGS}.items())]
    )
