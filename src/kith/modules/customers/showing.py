"""What the pages of customers and contacts show beside their fields: the chart, the group, the relations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import plugs, records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.modules.customers.models import Relation, RelationKind
from kith.modules.customers.queries import charts, groups

MOST = 200


def chart(_spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """Who reports to whom."""
    rows = charts.places(record, actor)
    may = actor.access.reach("contact", "create") is not Reach.NONE and not record.deleted_at
    return {
        "places": charts.drawn(rows),
        "more": len(rows) >= charts.MOST,
        "create": f"/contacts/new/?customer={record.pk}" if may else "",
        "movable": not record.deleted_at and any(row.edit for row in rows),
    }


def group(_spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """What belongs together, and what it comes to."""
    rows = groups.members(record, actor)
    alone = len(rows) < 2
    return {
        "members": [] if alone else groups.tree(rows),
        "totals": [] if alone else groups.totals(rows, actor),
    }


def relations(spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """The relations of a record, read from its own end."""
    lines = []
    seen = records.visible(Relation, to=actor)
    kinds = {row.pk: row for row in RelationKind.live()}
    for near, far, words in (("one", "other", "forth"), ("other", "one", "back")):
        rows = seen.filter(**{near: record.pk, f"{near}_entity": spec.key}).order_by("pk")[:MOST]
        lines += [
            (
                row,
                getattr(kinds.get(row.kind_id), words, ""),
                getattr(row, f"{far}_entity"),
                getattr(row, far),
            )
            for row in rows
        ]
    ends: dict[str, list[int]] = {}
    for _row, _words, entity, number in lines:
        ends.setdefault(entity, []).append(number)
    names = {entity: titles(entity, ids, actor) for entity, ids in ends.items()}
    shown = [
        {"words": words, "name": names[entity].get(number, ""), "note": row.note, "edit": f"/relations/{row.pk}/",
         "href": f"/{registry.spec(entity).plural}/{number}/"}
        for row, words, entity, number in lines
        if number in names[entity]
    ]  # fmt: skip
    may = actor.access.reach("relation", "create") is not Reach.NONE
    return {"relations": shown, "create": f"/relations/new/?one={spec.key}:{record.pk}" if may else ""}


def _customers(spec: EntitySpec) -> bool:
    return spec.key == "customer"


def _people(spec: EntitySpec) -> bool:
    return spec.key in ("customer", "contact")


plugs.panel(
    plugs.Panel("chart", _("Organisation chart"), "sitemap", "customers/chart.html", chart, _customers, 10)
)
plugs.panel(plugs.Panel("group", _("Group"), "building", "customers/group.html", group, _customers, 11))
plugs.panel(
    plugs.Panel("relations", _("Relations"), "link", "customers/relations.html", relations, _people, 12)
)
