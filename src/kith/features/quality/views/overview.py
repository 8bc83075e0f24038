"""The page of data quality: by object, rule, owner and unit; every count opens as a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.errors import NotFound
from kith.features.quality import figures
from kith.features.quality.cleaning import may_clean
from kith.features.quality.entities import scored
from kith.features.quality.menus import HERE
from kith.features.quality.scoring import every
from kith.kernel.numbers import identity
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened


@opened("GET")
def show(request: Any) -> HttpResponse:
    """The figures of one object; `rule` narrows owners and units to its gap."""
    actor = request.actor
    specs = figures.readable([one for one in registry.specs() if scored(one)], actor)
    if not specs:
        raise NotFound
    spec = next((one for one in specs if one.key == request.GET.get("entity")), specs[0])
    known = {rule.id for rule in every().get(spec.key, ())}
    asked = identity(request.GET.get("rule", ""))
    rule = asked if asked in known else None
    names = figures.all_titles_of_rules()
    return page(
        request,
        "quality/overview.html",
        title=_("Data quality"),
        here="quality",
        tabs=[
            Link(str(one.label_plural), f"{HERE}?entity={one.key}", one.icon, current=one is spec)
            for one in specs
        ],
        spec=spec,
        whole=figures.whole(spec, actor),
        rules=figures.by_rule(spec, actor),
        choices=[(number, names.get(number, "")) for number in sorted(known)],
        rule=rule,
        meant=names.get(rule, "") if rule else _("Score below %(score)s") % {"score": figures.POOR},
        owners=figures.by(spec, "owner", actor, rule),
        units=figures.by(spec, "unit", actor, rule),
        number=actor.show.number,
        clean=f"{HERE}clean/?entity={spec.key}" if may_clean(spec, actor) else "",
        settings="/quality-rules/" if actor.access.opens_everything else "",
    )
