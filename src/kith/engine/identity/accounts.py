"""Passwords, sign-in and tokens."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from kith.engine import epoch, guard
from kith.engine.connections import writing
from kith.engine.errors import Invalid
from kith.engine.identity.models import Token, User
from kith.kernel import clock

LONGEST = 1_000
USED_EVERY = dt.timedelta(minutes=5)


def set_password(user: User, password: str, *, once: bool = False) -> None:
    """Store a new password; one that is good for `once` must be replaced at the next sign-in. Raises Invalid naming
    what is wrong with it."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": error.messages}) from error
    user.password, user.renew_password = make_password(password), once
    with writing(), guard.opened():
        User.objects.filter(pk=user.pk).update(password=user.password, renew_password=once)
        epoch.bump("access")


def share_password(user: User, others: Iterable[User]) -> None:
    """Give others the password of a user, for the demo company: hashing is made to be slow."""
    with writing(), guard.opened():
        User.objects.filter(pk__in=[other.pk for other in others]).update(password=user.password)
        epoch.bump("access")


def named(username: str) -> User | None:
    """The user of a sign-in name, active or not."""
    found: User | None = User.live().filter(username__iexact=username[:200]).first()
    return found


def has_password(user: User) -> bool:
    """Whether a password of his own opens a person's account."""
    return bool(user.password) and is_password_usable(user.password)


def fits(user: User | None, password: str) -> bool:
    """Whether this is the password of a user who may sign in; costs the same time whoever is asked about."""
    if user is None or not user.is_active or not user.password or len(password) > LONGEST:
        make_password(password[:LONGEST])
        return False
    return check_password(password, user.password)


def authenticate(username: str, password: str) -> User | None:
    """The active user of a name and password."""
    user = named(username)
    return user if fits(user, password) else None


def remember_sign_in(user: User) -> None:
    """Note when a user last signed in."""
    with writing(), guard.opened():
        User.objects.filter(pk=user.pk).update(last_login=clock.now())


def save_preferences(user: User, **values: Any) -> None:
    """Store a person's own settings, such as theme and density, beside those that another tab has just stored."""
    with writing(), guard.opened():
        rows = User.objects.filter(pk=user.pk)
        user.preferences = {**rows.select_for_update().values_list("preferences", flat=True).get(), **values}
        rows.update(preferences=user.preferences)
        epoch.bump("habits")


def digest(token: str) -> str:
    """How a token, a session's key or an invitation is stored: each is random, and long enough for a plain hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token(user: User, label: str = "", scopes: tuple[str, ...] = (), expires_at: Any = None) -> str:
    """Make an API token; its text is shown this once."""
    text = f"kith_{secrets.token_urlsafe(32)}"
    Token.objects.create(
        user=user,
        digest=digest(text),
        label=label,
        scopes=list(scopes),
        created_at=clock.now(),
        expires_at=expires_at,
    )
    return text


class Owner(NamedTuple):
    """Whose token it is and what it may do; `stale` when its use was not written down for some minutes."""

    user_id: int
    scopes: tuple[str, ...]
    token_id: int
    stale: bool


def token_owner(text: str) -> Owner | None:
    """The owner of a valid token, by one plain statement: every call of a program asks it."""
    moment, adapt = clock.now(), connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, scopes, id, CASE WHEN used_at > %s THEN 0 ELSE 1 END FROM engine_token"
            " WHERE digest = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %s)",
            [adapt(moment - USED_EVERY), digest(text), adapt(moment)],
        )
        row = cursor.fetchone()
    return None if row is None else Owner(row[0], tuple(json.loads(row[1])), row[2], bool(row[3]))


def note_use(token_id: int) -> None:
    """Write down that a token is in use."""
    with writing():
        Token.objects.filter(pk=token_id).update(used_at=clock.now())
