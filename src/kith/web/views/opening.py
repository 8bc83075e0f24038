"""The door of every view: who is in, which entity is meant, and what happens when the engine refuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.errors import NotFound, Refused
from kith.engine.identity.models import User
from kith.engine.insisting import insisting
from kith.engine.spec import EntitySpec
from kith.web import wrong
from kith.web.responses import is_fragment

View = Callable[..., HttpResponse]


def opened(*methods: str) -> Callable[[View], View]:
    """A view for people who are signed in. `plural` in the address becomes the `spec` that the view is given."""

    def wrap(view: View) -> View:
        @wraps(view)
        def open_(request: Any, *arguments: Any, **named: Any) -> HttpResponse:
            if request.barred:
                return wrong.kept_out(request)
            if request.actor is None:
                return to_sign_in(request)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                if "plural" in named:
                    named["spec"] = known(named.pop("plural"), request.actor)
                with insisting(request.POST.get("insist") if request.method == "POST" else ""):
                    return view(request, *arguments, **named)
            except Refused as error:
                return wrong.refused(request, error)

        return open_

    return wrap


def known(plural: str, actor: Any) -> EntitySpec:
    """The entity at an address, if this actor may know of it. Raises NotFound."""
    spec = registry.by_plural(plural)
    if spec is None or actor.access.reach(spec.key, "read") is Reach.NONE:
        raise NotFound
    return spec


def to_sign_in(request: Any) -> HttpResponse:
    """To the sign-in page and back here afterwards; to the set-up page while nobody exists."""
    back = request.get_full_path() if request.method == "GET" and not is_fragment(request) else "/"
    target = "/sign-in/" if back == "/" else f"/sign-in/?{urlencode({'next': back})}"
    if not User.objects.exists():
        target = "/set-up/"
    if is_fragment(request):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
