"""`kith user add NAME` and `kith token NAME`."""

import argparse
import secrets
import sys

from kith.config.refusal import Refusal
from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, User
from kith.engine.installing import ensure_roles

FIRST = "administrator"
OTHERS = "seller"


def add(options: argparse.Namespace) -> int:
    """Add a user. The password comes from standard input or is made up and printed, alone on the last line."""
    wanted = options.role or [OTHERS if User.live().exists() else FIRST]
    given = _typed_password()
    password = given or secrets.token_urlsafe(12)
    with writing():
        user = records.create(
            User, by=Actor.system(), username=options.username, name=options.username, roles=_roles(wanted)
        )
        accounts.set_password(user, password)
    print(f"user {options.username} added, role {', '.join(wanted)}" + ("" if given else "; first password:"))
    if not given:
        print(password)
    return 0


def _typed_password() -> str:
    return "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _roles(keys: list[str]) -> list[int]:
    ensure_roles()
    known = dict(Role.live().order_by("key").values_list("key", "pk"))
    missing = [key for key in keys if key not in known]
    if missing:
        raise Refusal(f"there is no role {missing[0]!r}; there are {', '.join(known)}")
    return [known[key] for key in keys]


def token(options: argparse.Namespace) -> int:
    """Print a new API token of a user, alone on the last line; it is shown this once."""
    print(accounts.new_token(find(options.username), label="kith token"))
    return 0


def find(username: str) -> User:
    """Return the active user of a name.

    :raises Refusal: there is none
    """
    user: User | None = User.live().filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise Refusal(f"there is no active user {username!r}")
    return user
