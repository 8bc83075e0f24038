"""Who is there? Views that would help a thief of an open session ask, unless it was proved within ten minutes."""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.entry import proof
from kith.engine.entry.proving import again
from kith.engine.errors import TooMany
from kith.web import slots
from kith.web.fields import Bound
from kith.web.pieces import Proof
from kith.web.responses import is_fragment, page, safe_next
from kith.web.views.acting import back
from kith.web.views.opening import View, opened
from kith.web.views.subjects import subjects

PLACE = "/settings/prove/"


def proved(view: View) -> View:
    """The view after a fresh proof; without one first the page that asks for it, and then where one was."""

    @wraps(view)
    def asked(request: Any, *arguments: Any, **named: Any) -> HttpResponse:
        if proof.is_fresh(request):
            return view(request, *arguments, **named)
        here = request.get_full_path() if request.method == "GET" else back(request)
        target = f"{PLACE}?{urlencode({'next': here})}"
        if is_fragment(request):
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target, status=303)

    return asked


@opened("GET", "POST")
def prove(request: Any) -> HttpResponse:
    """Password, or what else this person can prove himself with."""
    proofs, wrong, status = proofs_of(request), "", 200
    chosen = next((one for one in proofs if one.key == request.POST.get("proof")), None)
    if request.method == "POST":
        try:
            if chosen is not None and chosen.check(request):
                proof.remember(request)
                return HttpResponseRedirect(safe_next(request, "/settings/"), status=303)
            wrong, status = _("This is not right. Try again."), 422
        except TooMany as refused:
            wrong, status = str(refused), 429
    return page(
        request,
        "web/settings.html",
        title=_("Is it you?"),
        here="settings",
        subjects=subjects(request.actor, "prove"),
        heading=_("Is it you?"),
        inside="fragments/prove.html",
        action=PLACE,
        proofs=proofs,
        chosen=chosen.key if chosen else "",
        wrong=wrong,
        next=safe_next(request, "/settings/"),
        status=status,
    )


def proofs_of(request: Any) -> list[Proof]:
    """The password if there is one, and what features add."""
    own = (
        [Proof("password", _("Continue"), check_password, password_field())] if request.user.password else []
    )
    return [*own, *slots.gather("proofs", request)]


def password_field() -> Bound:
    """The question for the present password."""
    made = Bound("password", _("Password"), input_type="password", required=True, max_length=1_000)
    made.autocomplete = "current-password"
    return made


def check_password(request: Any) -> bool:
    """Whether the password that was typed is the person's own. Raises TooMany."""
    return again(request, request.POST.get("password", ""))
