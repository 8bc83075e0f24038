"""Django's door to our users, for the session machinery."""

from __future__ import annotations

from typing import Any

from kith.engine.identity import accounts
from kith.engine.identity.models import User


class PasswordBackend:
    """Sign-in by name and password."""

    def authenticate(self, request: Any, username: str = "", password: str = "") -> User | None:
        """The user, or None."""
        return accounts.authenticate(username, password)

    def get_user(self, user_id: int) -> User | None:
        """The active user of a session."""
        return User.live().filter(pk=user_id, is_active=True).first()
