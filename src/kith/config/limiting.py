"""Too many requests of one person, token or network are refused before any work is done for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from kith.api import problems
from kith.engine.entry.holding import network_of
from kith.engine.entry.rates import spend, too_many
from kith.engine.requests import API_PREFIX, STATIC_PREFIX
from kith.web import wrong

SIGN_IN = "/sign-in/"


class Limits:
    """Counts every request and answers 429 with Retry-After when it is one too many."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        if request.path.startswith(STATIC_PREFIX):
            return self.get_response(request)
        wait = wait_of(request)
        return refused(request, wait) if wait else self.get_response(request)


def wait_of(request: Any) -> int:
    """The seconds that this caller has to wait, 0 when he may go on."""
    if request.method == "POST" and request.path.startswith(SIGN_IN):
        wait = spend(f"sign-in:{network_of(request.address)}", settings.RATE_SIGN_IN)
        if wait:
            return wait
    if request.token_id is not None:
        return spend(f"token:{request.token_id}", settings.RATE_TOKEN)
    if request.user is not None:
        return spend(f"person:{request.user.pk}", settings.RATE_PERSON)
    return spend(f"network:{network_of(request.address)}", settings.RATE_ADDRESS)


def refused(request: Any, wait: int) -> Any:
    """A problem document for programs, a plain page or a toast for people."""
    error = too_many(wait)
    if request.path.startswith(API_PREFIX):
        return problems.problem(error)
    return wrong.too_many(request, error)
