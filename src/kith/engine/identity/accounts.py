"""Passwords, sign-in and tokens."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from kith.engine import epoch, guard
from kith.engine.connections import writing
from kith.engine.errors import Invalid
from kith.engine.identity.models import Token, User
from kith.kernel import clock


def set_password(user: User, password: str) -> None:
    """Store a new password. Raises Invalid naming what is wrong with it."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": error.messages}) from error
    user.password = make_password(password)
    with writing(), guard.opened():
        User.objects.filter(pk=user.pk).update(password=user.password)
        epoch.bump("access")


def share_password(user: User, others: Iterable[User]) -> None:
    """Give others the password of a user, for the demo company: hashing is made to be slow."""
    with writing(), guard.opened():
        User.objects.filter(pk__in=[other.pk for other in others]).update(password=user.password)
        epoch.bump("access")


def authenticate(username: str, password: str) -> User | None:
    """The active user of a name and password; costs the same time whether the name exists or not."""
    user = User.live().filter(username__iexact=username[:200], is_active=True).first()
    if user is None or not user.password:
        make_password(password[:1_000])
        return None
    return user if check_password(password[:1_000], user.password) else None


def remember_sign_in(user: User) -> None:
    """Note when a user last signed in."""
    with writing(), guard.opened():
        User.objects.filter(pk=user.pk).update(last_login=clock.now())


def save_preferences(user: User, **values: Any) -> None:
    """Store a person's own settings, such as theme and density."""
    user.preferences = {**user.preferences, **values}
    with writing(), guard.opened():
        User.objects.filter(pk=user.pk).update(preferences=user.preferences)
        epoch.bump("access")


def digest(token: str) -> str:
    """How a token is stored."""
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


def token_owner(text: str) -> tuple[int, tuple[str, ...]] | None:
    """The user number and scopes of a valid token, by one plain statement: every call of a program asks it."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, scopes FROM engine_token WHERE digest = %s AND revoked_at IS NULL"
            " AND (expires_at IS NULL OR expires_at > %s)",
            [digest(text), now],
        )
        row = cursor.fetchone()
    return None if row is None else (row[0], tuple(json.loads(row[1])))
