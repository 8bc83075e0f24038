"""Passwords, sign-in and tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

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


def token_user(text: str) -> tuple[User, tuple[str, ...]] | None:
    """The user and scopes of a valid token."""
    row = Token.objects.select_related("user").filter(digest=digest(text), revoked_at__isnull=True).first()
    if row is None or (row.expires_at is not None and row.expires_at <= clock.now()):
        return None
    if not row.user.is_active or row.user.deleted_at is not None:
        return None
    return row.user, tuple(row.scopes)
