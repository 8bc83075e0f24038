"""Between password and session: the second factor, or setting one up where a role demands it."""

from __future__ import annotations

from typing import Any

from kith.engine.entry import entering
from kith.engine.identity.models import User
from kith.features.factors import having

STEP = "factor"
SECOND, SET_UP = "/sign-in/second/", "/sign-in/set-up/"


def step(request: Any, user: User, by: str) -> str | None:
    """Where somebody has to go before the session begins."""
    waiting = entering.pending(request)
    if by in entering.STRONG or (waiting is not None and STEP in waiting.passed):
        return None
    if having.has_any(user.pk):
        return SECOND
    return SET_UP if having.demanded(user.pk) else None


def holds(request: Any, user: User) -> bool:
    """A session from before a role demanded a second factor ends; its person comes in again by the steps."""
    if not having.demanded(user.pk):
        return True
    session = request.session
    return session.get(entering.BY_KEY) in entering.STRONG or STEP in session.get(entering.PASSED_KEY, ())


entering.STEPS.append(step)
entering.CONDITIONS.append(holds)
entering.FORGETTERS.append(having.forget)
