"""What Kith is made of, for administrators: tokens and components in all states, drawn by the pages' own templates."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine.errors import NotFound
from kith.web import samples
from kith.web.responses import page
from kith.web.views.opening import opened
from kith.web.views.subjects import rules


@opened("GET")
def show(request: Any) -> HttpResponse:
    """The page. Raises NotFound for everybody else."""
    if not rules(request.actor):
        raise NotFound
    return page(
        request,
        "web/design.html",
        title=_("Design"),
        here="settings",
        samples=samples,
        path=samples.path(),
        tabs=samples.tabs(),
        tabs_label=_("Design"),
        page=samples.pages(),
        empty=samples.nothing(),
        panel=samples.panel(),
    )
