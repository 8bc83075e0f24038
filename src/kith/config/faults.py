"""What is answered when a request fails outside every view: in the form of the shell that was asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from kith.api import problems
from kith.engine import errors
from kith.engine.requests import API_PREFIX
from kith.web import wrong


def server_error(request: Any) -> HttpResponse:
    """A fault of ours: a page for people, a problem document for programs."""
    return problems.broken() if request.path.startswith(API_PREFIX) else wrong.server_error(request)


def not_found(request: Any, exception: Any = None) -> HttpResponse:
    """No such address."""
    if request.path.startswith(API_PREFIX):
        return problems.problem(problems.UnknownPath())
    return wrong.not_found(request, exception)


def bad_request(request: Any, exception: Any = None) -> HttpResponse:
    """A request that Django itself refuses, such as one for a foreign host."""
    if request.path.startswith(API_PREFIX):
        return problems.problem(errors.Malformed())
    return wrong.bad_request(request, exception)


def forbidden(request: Any, exception: Any = None) -> HttpResponse:
    """A request that Django itself forbids."""
    if request.path.startswith(API_PREFIX):
        return problems.problem(errors.Forbidden())
    return wrong.forbidden(request, exception)
