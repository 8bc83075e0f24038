"""The door for those who look as somebody else: they read, and leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kith.api import problems
from kith.engine import connections, seeing
from kith.engine.errors import Forbidden
from kith.engine.requests import API_PREFIX
from kith.web import wrong

SAFE = ("GET", "HEAD", "OPTIONS")
WAYS_OUT = ("/see-as/end/", "/sign-out/")
PRIVATE = ("/settings/", "/sign-in/", "/set-up/")
SHOWN = ("/settings/trash/", "/settings/batches/")


class OnlyLooking:
    """Refuses whatever is not reading, and the pages about oneself; behind it, the database is written by nobody."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        if getattr(request, "seer", None) is None:
            return self.get_response(request)
        if request.path == "/sign-out/" and request.method == "POST":
            seeing.end(request)
        if request.path in WAYS_OUT:
            return self.get_response(request)
        if request.method not in SAFE:
            return refused(request, str(seeing.LOOKING))
        if request.path.startswith(PRIVATE) and request.path not in SHOWN:
            return refused(request, str(seeing.OWN))
        with connections.closed_for_writing(str(seeing.LOOKING)):
            return self.get_response(request)

    def process_exception(self, request: Any, exception: Exception) -> Any:
        """A page of which reading would write something stays closed."""
        looks = getattr(request, "seer", None) is not None and isinstance(exception, Forbidden)
        return refused(request, str(exception)) if looks else None


def refused(request: Any, why: str) -> Any:
    """The refusal in the form of the shell that was asked."""
    if request.path.startswith(API_PREFIX):
        return problems.problem(Forbidden(why))
    return wrong.only_looking(request, why)
