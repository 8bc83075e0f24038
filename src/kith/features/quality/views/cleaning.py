"""The page of clean-up runs: choose one, see what it would do, have it done."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.connections import writing
from kith.engine.errors import Invalid, NotFound
from kith.engine.titles import title_of
from kith.features.quality import cleaning
from kith.features.quality.entities import scored
from kith.features.quality.menus import HERE
from kith.web.cells import plain
from kith.web.pieces import Link
from kith.web.responses import Done, page, perform
from kith.web.views.opening import opened


@opened("GET", "POST")
def show(request: Any) -> HttpResponse:
    """The runs of an object, and what the chosen one would do; a POST has it done."""
    actor, said = request.actor, request.POST if request.method == "POST" else request.GET
    spec = registry.known(said.get("entity", ""))
    kinds = cleaning.kinds_of(spec, actor) if spec is not None and scored(spec) else []
    if spec is None or not kinds:
        raise NotFound
    kind = next((one for one in kinds if one.key == said.get("run")), None)
    found = cleaning.preview(spec, kind, actor) if kind else None
    if request.method == "POST":
        if kind is None or found is None or not found.ids:
            raise Invalid({"": [_("There is nothing to change.")]})
        chosen, ids = kind, found.ids

        def work() -> Done:
            with writing():
                return Done(f"/mass/{cleaning.begin(spec, chosen, ids, actor).pk}/")

        return perform(request, work)
    lines = [
        {
            "name": title_of(spec, row, actor),
            "href": f"/{spec.plural}/{row.pk}/",
            "changes": [
                (
                    str(spec.fields[name].label),
                    plain(spec.fields[name], spec.value(row, spec.fields[name]), actor),
                    plain(spec.fields[name], value, actor),
                )
                for name, value in values.items()
            ],
        }
        for row, values in (found.first if found else ())
    ]
    return page(
        request, "quality/clean.html", title=_("Clean up"), here="quality", spec=spec, kinds=kinds, kind=kind,
        crumbs=[Link(_("Data quality"), f"{HERE}?entity={spec.key}")], action=f"{HERE}clean/", found=found,
        lines=lines, count=actor.show.number(len(found.ids)) if found else "", nonce=secrets.token_hex(16),
        looked=actor.show.number(found.looked) if found else "", days=cleaning.IDLE_DAYS,
    )  # fmt: skip
