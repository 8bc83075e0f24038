"""What a retention rule would do tonight: counted, with its first records, before it is switched on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition.sentence import sentence
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.privacy import retention
from kith.features.privacy.models import End, RetentionRule
from kith.features.privacy.planning import Bound
from kith.web import cells, slots
from kith.web.addressing import State, compact
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened

FIRST = 20
COUNTED = 2_000


@opened("GET")
def preview(request: Any, number: int) -> HttpResponse:
    """The page. Rows and their names are for those who may see them; the count is of all."""
    actor = request.actor
    rule = records.find(registry.spec("retention-rule"), number, actor, "update")
    spec = registry.spec(rule.entity)
    rows = retention.meant(rule)
    count = rows.count()
    first = list(rows[:FIRST])
    seen = set(
        records.visible(spec.model, to=actor)
        .filter(pk__in=[row.pk for row in first])
        .values_list("pk", flat=True)
    )
    bounds = retention.split(spec, list(rows[:COUNTED]), actor)[1]
    node = retention.condition(rule)
    return page(
        request, "privacy/preview.html", title=rule.name, here="settings", rule=rule, count=actor.show.number(count),
        spec=spec, ending=End(rule.ending).label, said=sentence(node, actor) if node else _("every record"),
        since=spec.fields[rule.since].label, days=actor.show.number(rule.days), bound=len(bounds),
        crumbs=[Link(_("Retention rules"), "/retention-rules/"), Link(rule.name, f"/retention-rules/{rule.pk}/")],
        rows=[
            _line(spec, row, spec.fields[rule.since], actor, why=bounds.get(row.pk))
            for row in first
            if row.pk in seen
        ],
    )  # fmt: skip


def _line(spec: EntitySpec, row: Any, day: FieldSpec, actor: Actor, *, why: Bound | None) -> dict[str, Any]:
    return {
        "name": title_of(spec, row, actor),
        "href": f"/{spec.plural}/{row.pk}/",
        "day": cells.plain(day, spec.value(row, day), actor),
        "why": why.why if why else "",
    }


def menu(spec: Any, record: Any, actor: Actor) -> list[Link]:
    """The way to the preview, on the page of a rule."""
    if not isinstance(record, RetentionRule) or record.deleted_at:
        return []
    return [Link(_("Preview"), f"/retention-rules/{record.pk}/preview/", "search", page=True)]


def list_menu(spec: Any, actor: Actor, state: State) -> list[Link]:
    """From a filtered list to a rule about what it shows."""
    if spec.entity.group == "settings" or actor.access.reach("retention-rule", "create") is not Reach.ALL:
        return []
    query = {"entity": spec.key, "since": "updated_at"}
    if state.where:
        query["where"] = compact({"all": list(state.where)})
    return [
        Link(_("Keep no longer than…"), f"/retention-rules/new/?{urlencode(query)}", "hourglass", page=True)
    ]


slots.add("record_menu", menu)
slots.add("list_menu", list_menu)
