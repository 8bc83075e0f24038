"""The page of clean-up runs: choose one, see what it would do, have it done."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Invalid, NotFound
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.quality import cleaning, sleeping
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
    return page(
        request, "quality/clean.html", title=_("Clean up"), here="quality", spec=spec, kinds=kinds, kind=kind,
        crumbs=[Link(_("Data quality"), f"{HERE}?entity={spec.key}")], action=f"{HERE}clean/", found=found,
        heads=heads(spec, kind, actor), lines=lines(spec, kind, found, actor), nonce=secrets.token_hex(16),
        doing=doing(kind, found, actor), days=actor.show.number(sleeping.IDLE_DAYS),
        spared=[(label, actor.show.number(count)) for label, count in found.spared] if found else [],
    )  # fmt: skip


def heads(spec: EntitySpec, kind: cleaning.Kind | None, actor: Actor) -> list[str]:
    """What stands above the columns beside the name."""
    if kind is None or not kind.archives:
        return [_("What changes")]
    return [str(spec.fields[name].label) for name in told(spec, actor)]


def told(spec: EntitySpec, actor: Actor) -> list[str]:
    """What is said of a record before it goes to the trash, as far as its reader may know."""
    known = spec.readable(actor)
    return [name for name in ("owner", "last_contact_at", "updated_at") if name in known]


def lines(
    spec: EntitySpec, kind: cleaning.Kind | None, found: cleaning.Preview | None, actor: Actor
) -> list[dict[str, Any]]:
    """The first records: each with what would change in it, or what is known of it before it goes to the trash."""
    if kind is None or found is None:
        return []
    names = told(spec, actor) if kind.archives else []

    def said(name: str, value: Any) -> str:
        return plain(spec.fields[name], value, actor)

    def now(row: Any, name: str) -> str:
        return said(name, spec.value(row, spec.fields[name]))

    return [
        {
            "name": title_of(spec, row, actor),
            "href": f"/{spec.plural}/{row.pk}/",
            "facts": [now(row, name) for name in names],
            "changes": [
                (str(spec.fields[name].label), now(row, name), said(name, value))
                for name, value in values.items()
            ],
        }
        for row, values in found.first
    ]  # fmt: skip


def doing(kind: cleaning.Kind | None, found: cleaning.Preview | None, actor: Actor) -> str:
    """What the button says, "" where there is nothing to do."""
    if kind is None or found is None or not found.ids:
        return ""
    count = len(found.ids)
    if kind.archives:
        text = ngettext("Move %(count)s record to the trash", "Move %(count)s records to the trash", count)
    else:
        text = ngettext("Change %(count)s record", "Change %(count)s records", count)
    return text % {"count": actor.show.number(count)}
