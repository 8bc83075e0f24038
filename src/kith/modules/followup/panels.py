"""What follow-up adds to lists and to the home page: who was forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import home, plugs, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.home import MINE, HomeSection, HomeTile
from kith.engine.plugs import Scene, address_of_list
from kith.engine.prepared import count_of_actor
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec, UnknownField
from kith.modules.followup import queries
from kith.modules.followup.keeping import REMEMBERING


def names() -> dict[str, tuple[str, str]]:
    """What the lists of forgotten records are called, and what is true where one is empty."""
    return {
        "neglected": (_("Neglected"), _("Everybody was followed up in time")),
        "unplanned": (_("No next contact"), _("Everybody has a next contact")),
        "overdue": (_("Contact overdue"), _("No contact is overdue")),
    }


@plugs.scenes
def forgotten(spec: EntitySpec, actor: Actor) -> list[Scene]:
    """Tabs of the neglected, of those without a next contact, and of those whose contact is overdue."""
    if spec.key not in REMEMBERING:
        return []
    said, found = names(), []
    for key, where in queries.forgotten(spec.key).items():
        try:
            parse(where, spec, actor)
        except UnknownField:
            continue
        found.append(Scene(key, said[key][0], dict(where), empty=said[key][1]))
    return found


home.block("neglected", 45, lambda: _("Forgotten"))


@home.source
def my_forgotten(actor: Actor) -> list[HomeSection]:
    """How many of my customers and leads were not followed up in time, with the way to them."""
    tiles = [tile for entity in REMEMBERING if (tile := _tile(entity, actor)) is not None]
    return [HomeSection("neglected", _("Forgotten"), "alert-circle", rank=45, aside=True, tiles=tiles)]


def _tile(entity: str, actor: Actor) -> HomeTile | None:
    spec, where = registry.spec(entity), queries.neglected(entity)
    if where is None or not home.readable(spec, actor, "followed_at", "owner_since"):
        return None

    def rows() -> Any:
        node = parse(where, spec, actor)
        return spec.model.objects.filter(LIVE, to_q(node, actor), owner_id=actor.user_id)

    try:
        number = count_of_actor(
            actor, ("forgotten", entity, actor.time_zone, repr(where)), rows, home.COUNTED + 1
        )
    except UnknownField:
        return None
    if not number:
        return None
    text = f"{home.COUNTED}+" if number > home.COUNTED else actor.show.number(number)
    return HomeTile(str(spec.label_plural), text, address(entity, "neglected", MINE))


def address(entity: str, key: str, whose: Mapping[str, Any]) -> str:
    """The tab of a list of forgotten records with only somebody's, the longest silent first."""
    return address_of_list(registry.spec(entity), whose, sort="followed_at", view=key)
