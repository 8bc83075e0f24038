"""The page on which ready types are chosen."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import journal
from kith.engine.errors import Invalid
from kith.engine.spec import EntitySpec
from kith.features.types import ready
from kith.web.forms import Form
from kith.web.pieces import Toast
from kith.web.responses import Done, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened


@opened("GET", "POST")
def choose(request: Any, spec: EntitySpec) -> HttpResponse:
    """Offer the ready types that an object does not have, and add the chosen ones with their fields and pages."""
    shaping.require(request.actor)
    if request.method == "GET":
        return show(request, spec)
    try:
        return perform(request, lambda: added(request, spec))
    except Invalid as error:
        return show(request, spec, error.errors)


def added(request: Any, spec: EntitySpec) -> Done:
    """Add them and say so. Raises Invalid."""
    with journal.batch(request.actor, "config", entity="record-type") as batch:
        made = ready.add(spec, request.POST.getlist("ready"), by=request.actor)
        if not made:
            raise Invalid({"": [_("Choose at least one.")]})
    text = ngettext("%(num)s type is added.", "%(num)s types are added.", len(made))
    here = f"/shape/{spec.plural}/types/"
    return Done(here, Toast(text % {"num": len(made)}, undo=forming.undo_of(batch)))


def show(request: Any, spec: EntitySpec, errors: Any = None) -> HttpResponse:
    """The ready types with what they bring, and what is wrong."""
    chosen = request.POST.getlist("ready")
    form = Form("", "", "", [])
    form.tell(errors or {})
    lines = [
        (one, ", ".join(str(item.label) for item in one.fields), one.key in chosen)
        for one in ready.offered(spec)
    ]
    return shaping.shaping(
        request,
        spec,
        "types",
        "types/ready.html",
        status=422 if errors else 200,
        lines=lines,
        form=form,
        back=f"/shape/{spec.plural}/types/",
        nonce=secrets.token_hex(16),
    )
