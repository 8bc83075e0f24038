"""Begin to look as somebody, and be oneself again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine import seeing
from kith.engine.errors import Forbidden, NotFound
from kith.engine.requests import known_user
from kith.web.forms import Form
from kith.web.responses import Done, in_dialog, perform
from kith.web.views import forming
from kith.web.views.opening import opened


@opened("GET", "POST")
def begin(request: Any, number: int) -> HttpResponse:
    """What it means, then the first page of the other person."""
    target = known_user(number)
    if target is None:
        raise NotFound
    if not request.actor.access.opens_everything:
        raise Forbidden
    if request.method == "POST":
        seeing.begin(request, target)
        return perform(request, lambda: Done("/"))
    form = Form(
        title=_("See Kith as %(name)s") % {"name": target.name},
        action=f"/users/{number}/see-as/",
        submit=_("Look"),
        sections=[],
        cancel=f"/users/{number}/",
        dialog=in_dialog(request),
        intro=_(
            "You see the pages that this person sees, and nothing else. Nothing can be changed meanwhile, and what "
            "concerns signing in stays closed. The log says that you looked."
        ),
    )
    return forming.show(request, form, here="user")


@opened("POST")
def end(request: Any) -> HttpResponse:
    """Back to the page of the person as whom one looked."""
    number = request.actor.user_id
    looked = request.seer is not None
    seeing.end(request)
    return HttpResponseRedirect(f"/users/{number}/" if looked else "/", status=303)
