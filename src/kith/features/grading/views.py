"""The page that says what a rating rule would set, before it is switched on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import records, registry
from kith.engine.errors import NotFound
from kith.features.grading.trying import Trial
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened


@opened("GET")
def trial(request: Any, number: int) -> HttpResponse:
    """What a rule would set now, whether it is switched on or not. Raises NotFound for who may not read the field."""
    actor = request.actor
    rule = records.find(registry.spec("rating-rule"), number, actor, "read")
    spec = registry.spec(rule.entity)
    if rule.field not in spec.readable(actor):
        raise NotFound
    return page(
        request, "grading/trial.html", title=_("What “%(rule)s” would set") % {"rule": rule.name}, here="settings",
        found=Trial(rule, actor), rule=rule, spec=spec,
        crumbs=[Link(_("Rating rules"), "/rating-rules/"), Link(rule.name, f"/rating-rules/{rule.pk}/")],
    )  # fmt: skip
