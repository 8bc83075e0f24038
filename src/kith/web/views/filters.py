"""The small forms of a list: one filter, saving a view. Each leads back to the list at its new address."""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.errors import Invalid, NotFound
from kith.engine.spec import EntitySpec
from kith.web import filtering, slots
from kith.web.addressing import State, number
from kith.web.fields import Bound
from kith.web.filterstep import Step
from kith.web.look import Look
from kith.web.responses import Done, is_fragment, page, perform
from kith.web.views.opening import opened

KINDS = ("board", "calendar", "report")


@opened("GET", "POST")
def by(request: Any, spec: EntitySpec) -> HttpResponse:
    """The builder of filters: opened on a new condition or on one that is there, changed step by step, applied."""
    sent = request.POST if request.method == "POST" else request.GET
    state = State.of(came_from(request, spec, sent), sent)
    step = Step(spec, request.actor, sent, state.where)
    if request.method == "POST":
        step.take()
        if step.do == "apply" and step.finished is not None:
            at = step.editing
            where = (*state.where[:at], *step.finished, *state.where[at + 1 :])
            return shown(request, state.url(where=where))
    else:
        step.begin()
    return page(
        request,
        "web/filter.html",
        fragment="fragments/filter_said.html" if step.do == "say" else "fragments/filter.html",
        title=_("Filter"),
        here=spec.key,
        step=step,
        joins=filtering.joins(),
        action=f"/{spec.plural}/filter/",
        status=422 if step.wrong else 200,
        hidden=state.hidden(),
        back=state.url(),
        listed=state.path,
    )


def shown(request: Any, to: str) -> HttpResponse:
    """To the list with its new filters: within the page for htmx, since the form's own target is the builder."""
    if not is_fragment(request):
        return HttpResponseRedirect(to, status=303)
    location = json.dumps({"path": to, "target": "#main", "swap": "innerHTML"})
    return HttpResponse(headers={"HX-Location": location})


def came_from(request: Any, spec: EntitySpec, sent: Any) -> str:
    """The list, board, calendar or report that the filter is for: where the browser is, if that is one of them."""
    here = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")).path
    known = (f"/{spec.plural}/", *(f"/{spec.plural}/{kind}/" for kind in KINDS))
    asked = sent.get("on", "")
    return asked if asked in known else here if here in known else known[0]


@opened("GET", "POST")
def save(request: Any, spec: EntitySpec) -> HttpResponse:
    """Keep what one looks at: as a new tab, or in the saved view that is open."""
    look = Look.of(request, spec)
    given = request.POST.get("label", "").strip()
    name = Bound("label", _("Name"), required=True, wide=True, max_length=80, value=given)
    if request.method == "POST":
        try:
            return perform(request, lambda: saved(look, given, request.POST))
        except Invalid as error:
            name.errors = [str(text) for texts in error.errors.values() for text in texts]
    view = look.chosen if look.chosen and look.chosen.changeable and look.changed else None
    if view:
        name.label, name.required = _("Name of a new view"), False
    name.focus = view is None
    return page(
        request,
        "web/save_view.html",
        fragment="fragments/save_view.html",
        title=_("Save view"),
        here=spec.key,
        name=name,
        view=view,
        action=look.state.url(f"/{spec.plural}/save-view/"),
        nonce=secrets.token_hex(16),
        back=look.state.url(),
        status=422 if name.errors else 200,
    )


def saved(look: Look, label: str, sent: Any) -> Done:
    """Save it through the feature that keeps views. Raises NotFound when none does."""
    update = look.chosen is not None and sent.get("how") == "update"
    if not (label or update):
        raise Invalid({"label": [_("Give the view a name.")]})
    done: Done | None = slots.first(
        "save_view", look, label, number(sent.get("version", "")) if update else None
    )
    if done is None:
        raise NotFound
    return done
