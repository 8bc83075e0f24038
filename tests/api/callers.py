"""Programs that call the API for people with fixed roles."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.identity import accounts
from kith.engine.identity.models import Unit, User
from tests.company import shipped

JSON = "application/json"


@dataclass(frozen=True)
class Caller:
    """A program that calls the API for somebody."""

    user: User
    token: str

    @property
    def actor(self) -> Actor:
        """The person as an actor, with the rights of this moment."""
        return Actor.of(self.user, "api")

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """One request under /api/v1; bytes are sent as they are. Header names are written with underscores."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        given = {name.replace("_", "-"): text for name, text in (headers or {}).items()}
        kind = given.pop("Content-Type", JSON)
        given.setdefault("Authorization", f"Bearer {self.token}")
        path = path if path.startswith("/") else f"/api/v1/{path}"
        return Client().generic(method, path, content, content_type=kind, headers=given)

    def get(self, path: str, **headers: str) -> Any:
        """GET."""
        return self.call("GET", path, None, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST."""
        return self.call("POST", path, body, headers=headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        """PATCH."""
        return self.call("PATCH", path, body, headers=headers)

    def delete(self, path: str, **headers: str) -> Any:
        """DELETE."""
        return self.call("DELETE", path, None, headers=headers)


def hire(username: str, *roles: str, scopes: tuple[str, ...] = (), **values: Any) -> Caller:
    """A user with shipped roles and a token, in the unit `unit` or in none."""
    known = shipped()
    user = records.create(
        User,
        by=Actor.system(),
        username=username,
        name=values.pop("name", username.title()),
        roles=[known[role].pk for role in roles],
        **values,
    )
    return Caller(user, accounts.new_token(user, scopes=scopes))


def branch(name: str, parent: Any = None) -> Unit:
    """A unit of the organisation."""
    found: Unit = records.create(Unit, by=Actor.system(), name=name, parent=parent)
    return found
