"""Reports: count and sums by up to two fields, as a table with bars; every figure leads to its records."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.web.addressing import State, words
from kith.web.fields import Bound
from kith.web.look import Look
from kith.web.reports import Sheet, group_options, measures_of
from kith.web.responses import page
from kith.web.views.opening import opened


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The report of an entity: `group` names up to two fields."""
    look = Look.of(request, spec, "report")
    actor, state, about = look.actor, look.state, look.page()
    by = words(state.group)[:2] or default_group(spec, actor)
    sheet = Sheet(look, by, measures_of(spec, actor))
    if sheet.lines.at:
        about.as_of = actor.show.datetime(sheet.lines.at)
    return page(
        request,
        "web/report.html",
        fragment="fragments/report.html",
        title=about.title,
        here=spec.key,
        url=about.here,
        page=about,
        tabs=look.tabs(),
        tabs_label=_("Views"),
        report=sheet.report(),
        asks=asks(spec, actor, by),
        hidden=state.hidden("group"),
    )


def default_group(spec: EntitySpec, actor: Actor) -> tuple[str, ...]:
    """What one asks first: by the step of the board, the path, else the first choice."""
    readable = spec.readable(actor)
    wanted = [spec.board.field if spec.board else "", spec.entity.path, *spec.filters, "owner"]
    return tuple(key for key in wanted if key in readable and readable[key].type.groupable)[:1]


def asks(spec: EntitySpec, actor: Actor, by: tuple[str, ...]) -> list[Bound]:
    """The two selects over the report."""
    options = group_options(spec, actor)
    first, second = (*by, "", "")[:2]
    return [
        Bound("by", _("Group by"), "select", first, options=options, required=True),
        Bound("then", _("Then by"), "select", second, options=options),
    ]


@opened("GET")
def ask(request: Any, spec: EntitySpec) -> HttpResponse:
    """Turn the two selects into one address and go there."""
    state = State.of(f"/{spec.plural}/report/", request.GET)
    by = [name for name in (request.GET.get("by", ""), request.GET.get("then", "")) if name]
    return HttpResponseRedirect(state.url(group=",".join(dict.fromkeys(by))))
