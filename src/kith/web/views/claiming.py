"""Taking a record over that has no owner."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import claiming, journal, records
from kith.engine.scope import CLAIM
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.web.forms import Form
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, perform
from kith.web.views import forming
from kith.web.views.opening import opened


@opened("GET", "POST")
def claim(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Ask, then make it one's own."""
    record = records.find(spec, number, request.actor, CLAIM)
    name, here = title_of(spec, record, request.actor), f"/{spec.plural}/{number}/"
    if request.method == "GET":
        form = Form(
            title=_("Take over %(name)s") % {"name": name},
            action=f"{here}claim/",
            submit=_("Take over"),
            sections=[],
            cancel=here,
            dialog=in_dialog(request),
            intro=_("It has no owner. Then it is yours."),
            hidden=[("dialog", "1")] if in_dialog(request) else [],
            crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/"), Link(name, here)],
        )
        return forming.show(request, form, here=spec.key)

    def work() -> Done:
        with journal.batch(request.actor, CLAIM, entity=spec.key) as batch:
            claiming.claim(spec, number, by=request.actor)
        return Done(here, Toast(_("“%(name)s” is yours now.") % {"name": name}, undo=forming.undo_of(batch)))

    return perform(request, work)
