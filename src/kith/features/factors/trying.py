"""Tries of codes are counted apart from passwords: a right password must not wipe out wrong codes, or who has learned
one could guess the other for ever. Whoever comes from a browser that he used before is counted by it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kith.engine.entry import entering, holding
from kith.engine.identity.models import User


def counted(request: Any, user: User, check: Callable[[], bool]) -> bool:
    """Whether a code is right; a wrong one is noted and counted. Raises TooMany."""
    limits = [
        replace(limit, key=f"factor:{limit.key}", longest=holding.LONGEST)
        for limit in holding.limits_of(request, user, user.username)
    ]
    holding.take(limits)
    if check():
        holding.forgive(limits)
        return True
    entering.refused(request, user, "factor")
    return False
