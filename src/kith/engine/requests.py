"""From an HTTP request to an actor: session or bearer token; language and time zone for everything behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from kith.engine import audit, epoch, seeing
from kith.engine.actor import Actor
from kith.engine.entry import entering
from kith.engine.entry.addresses import address_of, calling
from kith.engine.entry.demands import demands_of
from kith.engine.entry.holding import DEVICE_COOKIE, DEVICE_DAYS
from kith.engine.identity import accounts
from kith.engine.identity.models import User
from kith.engine.settings import company

API_PREFIX = "/api/"
STATIC_PREFIX = "/static/"
# A page says so when nobody asked for what it sends: such a request is no sign of life.
QUIET = "HTTP_KITH_QUIET"


_users: dict[tuple[int, int, int], User | None] = {}


def known_user(number: int) -> User | None:
    """The active user of an id with his habits, as of this turn's epoch; read once per epoch and process."""
    numbers = epoch.current()
    key = (numbers.access, numbers.habits, number)
    if key not in _users:
        if len(_users) > 5_000:
            _users.clear()
        _users[key] = User.live().filter(pk=number, is_active=True).first()
    return _users[key]


def remember_device(response: Any, value: str) -> None:
    """Let this browser be known again at its next sign-in, so that tries from elsewhere do not keep it out."""
    response.set_cookie(
        DEVICE_COOKIE,
        value,
        max_age=DEVICE_DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


class ActorMiddleware:
    """Sets request.user and request.actor (None for strangers) and begins the turn."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        request.address, request.barred, request.token_id = address_of(request), "", None
        request.user = request.actor = None
        if request.path.startswith(STATIC_PREFIX):
            return self.get_response(request)
        with epoch.turn(), audit.asked_from(request.address):
            user, scopes = self._user(request)
            if user is not None:
                request.barred = entering.barred(request, user)
                user = None if request.barred else user
            channel: Any = "api" if request.path.startswith(API_PREFIX) else "web"
            request.seer, user = self._eyes(request, user)
            request.user = user
            request.actor = Actor.of(user, channel, scopes) if user else None
            if request.seer is not None:
                request.actor = replace(request.actor, seen_by=request.seer.pk)
            language = request.actor.language if user else self._guess(request)
            with (
                translation.override(language),
                timezone.override(ZoneInfo(request.actor.time_zone if user else company().time_zone)),
                calling(request.address),
            ):
                response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if hasattr(request, "device"):
                remember_device(response, request.device)
            return response

    @staticmethod
    def _eyes(request: Any, user: User | None) -> tuple[User | None, User | None]:
        """Who looks, if it is as somebody else, and as whom. Programs are always themselves."""
        if user is None or "Authorization" in request.headers or seeing.KEY not in request.session:
            return None, user
        number = seeing.wanted(request.session, user)
        target = None if number is None else known_user(number)
        if target is None:
            del request.session[seeing.KEY]
            return None, user
        return user, target

    def _user(self, request: Any) -> tuple[User | None, tuple[str, ...]]:
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer ") and request.path.startswith(API_PREFIX):
            request.csrf_processing_done = True
            owner = accounts.token_owner(header.removeprefix("Bearer ").strip())
            user = None if owner is None else known_user(owner.user_id)
            if user is None or owner is None:
                return None, ()
            if owner.stale:
                accounts.note_use(owner.token_id)
            request.token_id = owner.token_id
            return user, owner.scopes
        number = request.session.get(SESSION_KEY)
        if number is None or BACKEND_SESSION_KEY not in request.session:
            return None, ()
        user = known_user(int(number))
        if user is None or self._over(request.session, user):
            request.session.flush()
            return None, ()
        if not entering.lasts(request, user):
            return None, ()
        if QUIET not in request.META:
            request.session.touch(request.address)
        return user, ()

    @staticmethod
    def _over(session: Any, user: User) -> bool:
        """Whether a session ended: the password changed, or its time is up."""
        sealed = session.get(HASH_SESSION_KEY, "")
        return not constant_time_compare(sealed, user.get_session_auth_hash()) or demands_of(user.pk).ended(
            session.begun, session.seen
        )

    @staticmethod
    def _guess(request: Any) -> str:
        """A stranger's language: chosen before, else the browser's, else the company's."""
        chosen = request.COOKIES.get("kith_language", "")
        if chosen in ("en", "zh-hans", "ru"):
            return str(chosen)
        if request.headers.get("Accept-Language"):
            return translation.get_language_from_request(request)
        return company().language
