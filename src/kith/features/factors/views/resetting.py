"""An administrator helps somebody who has lost his factors."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import records, registry
from kith.engine.entry.addresses import address_of
from kith.engine.errors import Forbidden
from kith.features.factors import having
from kith.web.forms import Form
from kith.web.pieces import Toast
from kith.web.responses import Done, in_dialog, perform
from kith.web.views import forming
from kith.web.views.opening import opened
from kith.web.views.proving import proved
from kith.web.views.subjects import rules


@opened("GET", "POST")
@proved
def reset(request: Any, number: int) -> HttpResponse:
    """Take all factors off a person, who is told."""
    spec = registry.spec("user")
    person = records.find(spec, number, request.actor, "read")
    if not rules(request.actor) or person.pk == request.actor.user_id:
        raise Forbidden
    here = f"/users/{number}/"
    if request.method == "POST":

        def work() -> Done:
            having.reset(person, request.actor, address_of(request))
            return Done(here, Toast(_("The second factors of %(name)s are reset.") % {"name": person.name}))

        return perform(request, work)
    form = Form(
        title=_("Reset the second factors of %(name)s?") % {"name": person.name},
        action=f"{here}reset-factors/",
        submit=_("Reset"),
        sections=[],
        cancel=here,
        intro=_(
            "App, passkeys and recovery codes are removed; the password stays. Be sure whom you talk to."
        ),
        danger=True,
        dialog=in_dialog(request),
    )
    return forming.show(request, form, here="user")
