"""People on their way in, by the test's own browser."""

from __future__ import annotations

from typing import Any

import pyotp
from django.test import Client
from tests.company import People

from kith.engine.connections import writing
from kith.engine.encrypting import decrypt
from kith.engine.identity import accounts
from kith.features.factors import recovery
from kith.features.factors.codes import SECONDS, keep
from kith.features.factors.models import CodeApp
from kith.kernel import clock

PASSWORD = "seven-slow-herons"


def with_password(people: People, name: str) -> Any:
    """Somebody who can sign in."""
    accounts.set_password(people.users[name], PASSWORD)
    people.users[name].refresh_from_db()
    return people.users[name]


def with_app(people: People, name: str) -> tuple[Any, list[str]]:
    """Somebody with an app for codes whose codes of today are unused, and his recovery codes."""
    user = with_password(people, name)
    secret = pyotp.random_base32()
    assert keep(user, secret, code(secret))
    with writing():
        CodeApp.objects.filter(user=user).update(last_step=0)
    return user, recovery.renew(user.pk)


def code(secret: str, later: int = 0) -> str:
    """What an app shows now, or some steps later."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // SECONDS + later)


def code_of(user: Any, later: int = 0) -> str:
    """What somebody's app shows."""
    return code(decrypt(CodeApp.objects.get(user=user).secret), later)


def sign_in(client: Client, name: str, password: str = PASSWORD, then: str = "/customers/") -> Any:
    """Send the form of the sign-in page; the answer's address."""
    answer = client.post("/sign-in/", {"username": name, "password": password, "next": then})
    return answer.headers.get("Location", "")


def is_in(client: Client) -> bool:
    """Whether pages open."""
    return bool(client.get("/settings/").status_code == 200)
