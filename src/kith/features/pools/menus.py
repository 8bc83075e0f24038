"""Where pools are met: a place in the menu, on the pages of records and settings, in the palette."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kith.engine import plugs
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.pools import judging, moving
from kith.features.pools.configured import configured, places, pool_of, reads
from kith.features.pools.models import COLUMN, Happened, PoolMove
from kith.features.pools.showing import name_of
from kith.web import slots
from kith.web.pieces import Link, Sign

SHOWN = 50


def place(actor: Actor) -> list[Link]:
    """The pools into which somebody looks; known from the configuration, without a question to the database."""
    if not configured().pools or not reads(actor.access, places(actor)):
        return []
    return [Link(_("Public pools"), "/pool/", "inbox", key="pool")]


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """What lies in a pool, what a rule would do."""
    if spec.key == "pool":
        found = [Link(_("What lies in it"), f"/pool/{record.pk}/", "inbox", page=True, primary=True)]
        if actor.access.reach("pool", "update") is Reach.ALL:
            found.append(Link(_("Who loses to which pool"), "/pool/people/", "users", page=True))
        return found
    if spec.key == "pool-rule":
        here = f"/pool-rules/{record.pk}/simulate/"
        return [Link(pgettext("pool", "Simulate"), here, "test-pipe", page=True, primary=True)]
    return []


def signs(spec: EntitySpec, record: Any, actor: Actor) -> list[Sign]:
    """That a record soon goes to the pool, where it has a column that says so."""
    if COLUMN not in spec.shown(actor, record) or record.recycled_on is None:
        return []
    return [Sign(_("Goes to the pool on %(day)s") % {"day": actor.show.date(record.recycled_on)})]


def panel(spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """Where a record stands, and how it came so."""
    standing = moving.standing_of(spec, record.pk)
    rows = PoolMove.objects.filter(entity=spec.key, record_id=record.pk).order_by("-id")[:SHOWN]
    return {
        "standing": facts(standing, actor),
        "pool_moves": [
            (
                actor.show.datetime(row.at), row.at.isoformat(), str(Happened(row.kind).label), told(row),
                name_of(row.operator_id),
            )
            for row in rows
        ],
    }  # fmt: skip


def facts(standing: Any, actor: Actor) -> list[tuple[str, str]]:
    """What holds of a record now, each with its day."""
    if standing is None:
        return []
    show, pool, held = actor.show.date, pool_of(standing.pool_id), pool_of(standing.held)
    today, found = judging.today(), []
    if pool is not None:
        found.append((_("In the pool"), pool.name))
    if held is not None:
        found.append((_("Taken from the pool"), held.name))
    if standing.due_on is not None:
        left = max((standing.due_on - today).days, 0)
        said = _("%(day)s, days left: %(left)s") % {
            "day": show(standing.due_on),
            "left": actor.show.number(left),
        }
        found.append((_("Goes to the pool on"), said))
    if standing.protected_until is not None and standing.protected_until >= today:
        found.append((_("Protected until"), show(standing.protected_until)))
    if standing.locked_until is not None and standing.locked_until >= today:
        found.append((_("Locked until"), show(standing.locked_until)))
    if standing.returns:
        found.append((_("Times given back"), actor.show.number(standing.returns)))
    return found


def told(row: PoolMove) -> str:
    """From whom to whom, and why."""
    way = " → ".join(name_of(one) for one in (row.source_id, row.target_id) if one is not None)
    pool = pool_of(row.pool_id)
    return " · ".join(part for part in (way, pool.name if pool else "", row.reason) if part)


plugs.panel(
    plugs.Panel(
        "pool",
        gettext_lazy("Public pool"),
        "inbox",
        "pools/panel.html",
        panel,
        when=lambda spec: spec.key in configured().entities,
        place=60,
    )
)
slots.add("places", place)
slots.add("commands", place)
slots.add("record_menu", menu)
slots.add("signs", signs)
