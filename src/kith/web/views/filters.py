"""The small forms of a list: one filter, the columns, saving a view. Each leads back to the list at its new address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.errors import Invalid, NotFound
from kith.engine.spec import EntitySpec
from kith.web import filtering, slots
from kith.web.addressing import State
from kith.web.fields import Bound, Option
from kith.web.forms import Form
from kith.web.pieces import Section, Toast
from kith.web.responses import Done, in_dialog, page, perform
from kith.web.views import forming
from kith.web.views.listing import columns_of
from kith.web.views.opening import opened

KINDS = ("board", "calendar", "report")


@opened("GET")
def by(request: Any, spec: EntitySpec) -> HttpResponse:
    """The form of one filter, or, once it is filled in, the list with it."""
    actor = request.actor
    one = spec.resolve(request.GET.get("field", ""), actor)
    if not one.type.operators:
        raise NotFound
    state = State.of(came_from(request, spec), request.GET)
    offered = filtering.operators(one)
    op = request.GET.get("op", "")
    op = op if op in {option.value for option in offered} else offered[0].value
    errors: dict[str, list[Any]] = {}
    if request.GET.get("apply") == "1":
        try:
            condition = filtering.asked(one, op, request.GET, actor)
            return HttpResponseRedirect(state.url(where=(*state.where, condition)))
        except Invalid as error:
            errors = error.errors
    values = filtering.values(one, op, actor)
    for bound in values:
        bound.errors = [str(text) for text in errors.get(bound.name, errors.get("value", ()))]
    return page(
        request,
        "web/filter.html",
        fragment="fragments/filter.html",
        title=_("Filter"),
        here=spec.key,
        field_spec=one,
        op=op,
        operators=offered,
        values=values,
        action=f"/{spec.plural}/filter/",
        status=422 if errors else 200,
        hidden=[*state.hidden(), ("field", one.key)],
        back=state.url(),
        label=str(one.label),
        listed=state.path,
    )


def came_from(request: Any, spec: EntitySpec) -> str:
    """The list, board, calendar or report that the filter is for: where the browser is, if that is one of them."""
    here = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")).path
    known = (f"/{spec.plural}/", *(f"/{spec.plural}/{kind}/" for kind in KINDS))
    asked = request.GET.get("on", "")
    return asked if asked in known else here if here in known else known[0]


@opened("GET")
def columns(request: Any, spec: EntitySpec) -> HttpResponse:
    """Which columns the list shows."""
    actor = request.actor
    state = State.of(f"/{spec.plural}/", request.GET)
    chosen = [one.key for one in columns_of(spec, actor, state.columns)]
    if "column" in request.GET:
        wanted = tuple(key for key in request.GET.getlist("column") if key)
        return HttpResponseRedirect(state.url(columns=wanted))
    readable = [one for one in spec.readable(actor).values() if one.type.listed and one.key != spec.title]
    ordered = sorted(readable, key=lambda one: chosen.index(one.key) if one.key in chosen else len(chosen))
    options = [Option(one.key, str(one.label)) for one in ordered]
    boxes = Bound("column", _("Columns"), "multiselect", chosen, options=options, wide=True)
    return page(
        request,
        "web/columns.html",
        fragment="fragments/columns.html",
        title=_("Columns"),
        here=spec.key,
        boxes=boxes,
        action=f"/{spec.plural}/columns/",
        hidden=state.hidden("columns"),
        back=state.url(),
    )


@opened("GET", "POST")
def save(request: Any, spec: EntitySpec) -> HttpResponse:
    """Keep what one looks at as a tab."""
    actor = request.actor
    state = State.of(f"/{spec.plural}/", request.GET)
    name = Bound(
        "label", _("Name"), required=True, wide=True, max_length=80, value=request.POST.get("label", "")
    )
    if request.method == "POST":
        try:
            return perform(request, lambda: saved(spec, actor, request.POST.get("label", "").strip(), state))
        except Invalid as error:
            name.errors = [str(text) for texts in error.errors.values() for text in texts]
    form = Form(
        title=_("Save view"),
        action=state.url(f"/{spec.plural}/save-view/"),
        submit=_("Save"),
        sections=[Section("", [name])],
        cancel=state.url(),
        dialog=in_dialog(request),
        intro=_("It becomes a tab over this list, with its filters, order and columns."),
    )
    form.focus()
    return forming.show(request, form, here=spec.key, status=422 if name.errors else 200)


def saved(spec: EntitySpec, actor: Any, label: str, state: State) -> Done:
    """Save it through the feature that keeps views. Raises NotFound when none does."""
    if not label:
        raise Invalid({"label": [_("Give the view a name.")]})
    number = slots.first("save_view", spec, actor, label, state)
    if number is None:
        raise NotFound
    return Done(f"/{spec.plural}/?view={number}", Toast(_("The view “%(name)s” is saved.") % {"name": label}))
