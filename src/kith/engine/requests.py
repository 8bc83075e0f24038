"""From an HTTP request to an actor: session or bearer token; language and time zone for everything behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from kith.engine import epoch
from kith.engine.actor import Actor
from kith.engine.identity import accounts
from kith.engine.identity.models import User
from kith.engine.settings import company

API_PREFIX = "/api/"
STATIC_PREFIX = "/static/"


_users: dict[tuple[int, int], User | None] = {}


def known_user(number: int) -> User | None:
    """The active user of an id, as of this turn's access epoch; read once per epoch and process."""
    key = (epoch.current().access, number)
    if key not in _users:
        if len(_users) > 5_000:
            _users.clear()
        _users[key] = User.live().filter(pk=number, is_active=True).first()
    return _users[key]


class ActorMiddleware:
    """Sets request.user and request.actor (None for strangers) and begins the turn."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        if request.path.startswith(STATIC_PREFIX):
            return self.get_response(request)
        with epoch.turn():
            user, scopes = self._user(request)
            channel: Any = "api" if request.path.startswith(API_PREFIX) else "web"
            request.user = user
            request.actor = Actor.of(user, channel, scopes) if user else None
            language = request.actor.language if user else self._guess(request)
            with (
                translation.override(language),
                timezone.override(ZoneInfo(request.actor.time_zone if user else company().time_zone)),
            ):
                response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    def _user(self, request: Any) -> tuple[User | None, tuple[str, ...]]:
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer ") and request.path.startswith(API_PREFIX):
            request.csrf_processing_done = True
            owner = accounts.token_owner(header.removeprefix("Bearer ").strip())
            user = None if owner is None else known_user(owner[0])
            return (None, ()) if user is None or owner is None else (user, owner[1])
        number = request.session.get(SESSION_KEY)
        if number is None or BACKEND_SESSION_KEY not in request.session:
            return None, ()
        user = known_user(int(number))
        if user is None or not constant_time_compare(
            request.session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
        ):
            return None, ()
        return user, ()

    @staticmethod
    def _guess(request: Any) -> str:
        """A stranger's language: chosen before, else the browser's, else the company's."""
        chosen = request.COOKIES.get("kith_language", "")
        if chosen in ("en", "zh-hans", "ru"):
            return str(chosen)
        if request.headers.get("Accept-Language"):
            return translation.get_language_from_request(request)
        return company().language
