"""Proving who one is with a password, at the sign-in page and before what asks for it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kith.engine.entry import entering, holding
from kith.engine.identity import accounts
from kith.engine.identity.models import User

# (request, user or None, username, password) -> the person, False when the password is wrong, True when another has to
# judge: systems that know the passwords of accounts that are theirs. Raises Refused.
JUDGES: list[Callable[[Any, User | None, str, str], User | bool]] = []


def by_password(request: Any, username: str, password: str) -> User | None:
    """The person of a name and password, None (noted as refused) when they do not belong together.

    Raises TooMany after too many tries. All answers cost the same whether the name exists or not.
    """
    user = accounts.named(username)
    limits = holding.limits_of(request, user, username)
    holding.take(limits)
    found = judged(request, user, username, password)
    if found is not None:
        holding.forgive(limits)
        return found
    entering.refused(request, user, "password")
    return None


def judged(request: Any, user: User | None, username: str, password: str) -> User | None:
    """The person whose password this is. Where a system says that an account is its own, nobody else is asked."""
    for judge in JUDGES:
        said = judge(request, user, username, password)
        if said is not True:
            return said or None
    return user if accounts.fits(user, password) else None


def again(request: Any, password: str) -> bool:
    """Whether this is the password of who is signed in; a wrong one is noted. Raises TooMany after too many tries."""
    user: User = request.user
    limits = [holding.Limit(f"again:{user.pk}")]
    holding.take(limits)
    if accounts.fits(user, password):
        holding.forgive(limits)
        return True
    entering.refused(request, user, "proof")
    return False
