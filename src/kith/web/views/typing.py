"""Which type a new record has: the only possible one, the one in the address, or the one that its maker chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import registry, variants
from kith.engine.errors import Forbidden
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.web.frame import new_label
from kith.web.pieces import Link
from kith.web.responses import in_dialog, page


def typed(request: Any, spec: EntitySpec) -> EntitySpec | None:
    """What a new record is asked for; None where its type has to be chosen first. Raises Forbidden."""
    if not spec.variants or RECORD_TYPE not in spec.writable_by(request.actor, own=True):
        return spec.typed(variants.standard(spec, request.actor))
    known = [one.key for one in variants.possible(spec, request.actor)]
    if not known:
        raise Forbidden(_("Your roles do not let you make any type of these."))
    asked = request.POST.get(RECORD_TYPE) or request.GET.get(RECORD_TYPE, "")
    if asked in known:
        return spec.typed(asked)
    return spec.typed(known[0]) if len(known) == 1 or request.method == "POST" else None


def of(request: Any, record: Any) -> EntitySpec:
    """The spec of a stored record, or as it would be with the type that was sent."""
    spec = registry.spec_of(record)
    return spec.typed(request.POST.get(RECORD_TYPE)) if RECORD_TYPE in request.POST else spec.of(record)


def types(request: Any, spec: EntitySpec) -> list[Link]:
    """The types that this person can make, as links that keep what else the address says."""
    given = request.GET.copy()
    found = []
    for one in variants.possible(spec, request.actor):
        given[RECORD_TYPE] = one.key
        href = f"/{spec.plural}/new/?{given.urlencode()}"
        current = request.GET.get(RECORD_TYPE) == one.key
        found.append(Link(str(one.label), href, one.icon, key=str(one.about), current=current))
    return found


def choose(request: Any, spec: EntitySpec, kinds: Sequence[Link]) -> HttpResponse:
    """The question for the type; `kinds` are other records that could be made instead."""
    return page(
        request,
        "web/types.html",
        fragment="fragments/types.html",
        title=new_label(spec),
        here=spec.key,
        types=types(request, spec),
        kinds=kinds,
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
        dialog=in_dialog(request),
    )
