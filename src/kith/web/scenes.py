"""The tabs that every list has: all records, and those that have to do with oneself. More are plugged in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.engine import plugs
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.plugs import Scene
from kith.engine.scope import CLAIM, granted_to
from kith.engine.spec import ASSIGNMENT, SYSTEM_FIELDS, EntitySpec
from kith.kernel.text import lower_first


def of(spec: EntitySpec, actor: Actor) -> list[Scene]:
    """The tabs of an entity for this person, all records first."""
    everything = Scene("", _("All"))
    if spec.entity.group == "settings" or actor.user_id is None:
        return [everything]
    found = [*own(spec, actor), *plugs.scenes_for(spec, actor)]
    return [everything, *found]


def own(spec: EntitySpec, actor: Actor) -> list[Scene]:
    """What is mine, my people's, shared with me, and what I take part in."""
    things = {"things": lower_first(str(spec.label_plural))}
    wide = actor.access.reach(spec.key, "read") > Reach.OWN
    readable = spec.readable(actor)
    found = []
    if wide and "owner" in readable:
        mine = {"field": "owner", "op": "is", "value": "me"}
        found.append(Scene("mine", _("Mine"), mine, empty=_("No %(things)s of yours yet") % things))
    if actor.access.reach(spec.key, CLAIM) > Reach.OWN and "owner" in readable and spec.entity.rule is None:
        nobody = {"field": "owner", "op": "empty"}
        found.append(Scene("nobody", _("Unassigned"), nobody, empty=_("Everything here has an owner")))
    if wide and actor.access.teams and {"owner", "team"} <= set(readable):
        team = {"any": [{"field": key, "op": "in", "value": ["my_team"]} for key in ("owner", "team")]}
        found.append(Scene("team", _("My team’s"), team, empty=_("No %(things)s of your team yet") % things))
    if wide and actor.unit_id and "unit" in readable:
        unit = {"field": "unit", "op": "is", "value": "my_unit"}
        found.append(Scene("unit", _("My unit’s"), unit, empty=_("No %(things)s of your unit yet") % things))
    if part := partaking(spec, actor):
        found.append(Scene("part", _("I take part"), part, empty=_("No %(things)s with you yet") % things))
    if spec.entity.group == "work":
        found.append(shared(spec, actor, _("No %(things)s are shared with you") % things))
    return found


def partaking(spec: EntitySpec, actor: Actor) -> dict[str, Any] | None:
    """The condition that a field names this person, other than as the owner; None when no field could."""
    parts = [
        {"field": one.key, "op": "is" if one.type.key == "reference" else "contains", "value": "me"}
        for one in spec.readable(actor).values()
        if one.target == "user" and one.key not in {*SYSTEM_FIELDS, *ASSIGNMENT} and one.type.operators
    ]
    return {"any": parts} if parts else None


def shared(spec: EntitySpec, actor: Actor, empty: str) -> Scene:
    """Records of others that were opened to this person, a team or a unit of his."""
    rows = Q(pk__in=granted_to(actor.access, spec.key)) & ~Q(owner=actor.user_id)
    return Scene("shared", _("Shared with me"), rows=rows, empty=empty)
