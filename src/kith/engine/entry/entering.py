"""The one way into a session, whoever proved who he is: a password, a passkey, another company's sign-on.

Features register further steps in STEPS when their application is ready. Until the last step is passed the person
only waits: his number stands in the session under a key of its own, for a few minutes, and gives no right at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare

from kith.engine import audit, epoch, guard
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.entry import devices, holding, passwords, proof
from kith.engine.entry.addresses import address_of
from kith.engine.entry.demands import demands_of
from kith.engine.identity import accounts
from kith.engine.identity.models import Token, User
from kith.kernel import clock

PENDING_KEY = "kith-pending"
PENDING_SECONDS = 600
BY_KEY = "kith-by"
PASSED_KEY = "kith-passed"
# Ways in that hold what a second factor would show: no step asks for one after them.
STRONG = frozenset({"passkey", "trusted-sign-on"})

# (request, user, by) -> the address of a page that this person must pass first, or None. Asked again after each step;
# a step that is done says so with `passed` and finds its name in `pending(request).passed`.
Step = Callable[[Any, User, str], str | None]
STEPS: list[Step] = []
# (request, user) -> whether the session may go on: asked for every request of a browser, so it asks no database
CONDITIONS: list[Callable[[Any, User], bool]] = []
# (user): takes away what else opens an account, such as second factors, when it begins anew in other hands
FORGETTERS: list[Callable[[User], None]] = []


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody on his way in. `by` is what he proved himself with, `then` the page he wanted."""

    user: int
    by: str
    seal: str
    at: float
    then: str = "/"
    passed: tuple[str, ...] = ()


def enter(request: Any, user: User, *, by: str = "password", then: str = "/") -> str:
    """Let in somebody who has proved who he is: the address to go on to, which is a further step or the page he
    wanted. `then` must be an address of ours."""
    request.session.flush()
    _keep(request, Pending(user.pk, by, user.get_session_auth_hash(), clock.now().timestamp(), then))
    return go_on(request)


def pending(request: Any) -> Pending | None:
    """Who is on his way in with this browser; None when nobody is, or too long, or his password changed since."""
    kept = request.session.get(PENDING_KEY)
    if not isinstance(kept, dict):
        return None
    found = Pending(**{**kept, "passed": tuple(kept["passed"])})
    if clock.now().timestamp() - found.at > PENDING_SECONDS:
        return None
    user = pending_user(found)
    return (
        found
        if user is not None and constant_time_compare(found.seal, user.get_session_auth_hash())
        else None
    )


def pending_user(waiting: Pending) -> User | None:
    """The active user behind somebody on his way in."""
    return User.live().filter(pk=waiting.user, is_active=True).first()


def passed(request: Any, step: str) -> str:
    """Note that the person on his way in has passed a step: the address to go on to."""
    waiting = pending(request)
    if waiting is not None:
        _keep(request, replace(waiting, passed=(*waiting.passed, step)))
    return go_on(request)


def go_on(request: Any) -> str:
    """The address of the next step, or the page that was wanted once the session has begun."""
    waiting = pending(request)
    user = pending_user(waiting) if waiting else None
    if waiting is None or user is None:
        return "/sign-in/"
    why = barred(request, user)
    if why:
        request.session.flush()
        refused(request, user, why)
        return f"/sign-in/?barred={why}"
    for step in (*STEPS, renewal):
        address = step(request, user, waiting.by)
        if address is not None:
            return address
    _begin(request, user, waiting)
    return waiting.then


def lasts(request: Any, user: User) -> bool:
    """Whether a session that began properly may still go on under what is demanded now."""
    return all(condition(request, user) for condition in CONDITIONS)


def barred(request: Any, user: User) -> str:
    """ "network" or "hours" when this person's roles do not let him be in from here or now, else ""."""
    said = demands_of(user.pk)
    if not said.networks and not said.hours:
        return ""
    return said.barred(address_of(request), Actor.of(user).time_zone)


def renewal(_request: Any, user: User, by: str) -> str | None:
    """The last step: who comes in by a password that somebody else chose makes one of his own."""
    return "/sign-in/new-password/" if user.renew_password and by == "password" else None


def renew(request: Any, password: str) -> str:
    """Store the password that somebody on his way in chose for himself: the address to go on to. Raises Invalid."""
    waiting = pending(request)
    user = pending_user(waiting) if waiting else None
    if waiting is None or user is None:
        return "/sign-in/"
    passwords.change(user, password)
    _keep(request, replace(waiting, seal=user.get_session_auth_hash()))
    return passed(request, "new-password")


def forget_proofs(user: User) -> None:
    """Let nothing that opened an account before open it any longer: password, sessions, tokens, second factors."""
    with writing(), guard.opened():
        User.objects.filter(pk=user.pk).update(password=make_password(None))
        Token.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
        for forgetter in FORGETTERS:
            forgetter(user)
        devices.end_all(user.pk)
        epoch.bump("access")


def refused(request: Any, user: User | None, why: str) -> None:
    """Note a try that failed. What was typed as a name is kept only when somebody is called so: people type passwords
    there."""
    known: dict[str, Any] = {"name": user.username} if user else {}
    with writing():
        audit.note(
            "refused",
            entity="user" if user else "",
            record=user.pk if user else None,
            address=address_of(request),
            why=why,
            **known,
        )


def leave(request: Any) -> None:
    """End the session of whoever is in."""
    with writing():
        if request.actor is not None:
            audit.note("sign-out", request.actor, address=request.address)
        request.session.flush()


def _keep(request: Any, waiting: Pending) -> None:
    request.session[PENDING_KEY] = asdict(waiting)
    request.session.set_expiry(PENDING_SECONDS)


def _begin(request: Any, user: User, waiting: Pending) -> None:
    """A fresh session under a fresh key, with a fresh token for forms."""
    request.session.flush()
    address, agent = address_of(request), str(request.META.get("HTTP_USER_AGENT", ""))
    request.session.about = {"address": address, "device": agent[:300], "by": waiting.by[:40]}
    request.session[SESSION_KEY] = str(user.pk)
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session[BY_KEY], request.session[PASSED_KEY] = waiting.by, list(waiting.passed)
    proof.remember(request)
    rotate_token(request)
    request.device = holding.remembered_device(request, user)
    with writing():
        accounts.remember_sign_in(user)
        steps: dict[str, Any] = {"steps": list(waiting.passed)} if waiting.passed else {}
        audit.note("sign-in", Actor.of(user), address=address, by=waiting.by, **steps)
