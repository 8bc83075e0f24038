"""Places in the shell: the star of a record, the starred ones at the side, the palette, two tabs of every list."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.engine import plugs
from kith.engine.actor import Actor
from kith.engine.plugs import Scene
from kith.engine.spec import EntitySpec
from kith.features.places.remembering import seen_of, starred_of
from kith.web import slots

GROUPS = ("work", "lists")


def address_of_star(spec: EntitySpec, number: int) -> str | None:
    """Where the star of a record is given and taken."""
    return f"/{spec.plural}/{number}/star/" if spec.entity.group in GROUPS else None


def side(_actor: Actor) -> str:
    """Where the side bar asks for what is starred."""
    return "/places/starred/"


def palette(_actor: Actor) -> str:
    """Where the palette asks for what is starred and what was seen lately."""
    return "/places/"


@plugs.scenes
def tabs(spec: EntitySpec, actor: Actor) -> list[Scene]:
    """What of a list was seen lately, and what has a star."""
    if spec.entity.group not in GROUPS or actor.user_id is None:
        return []
    return [
        Scene(
            "seen",
            _("Seen lately"),
            ids=lambda: seen_of(spec, actor),
            empty=_("You have opened none of these yet."),
        ),
        Scene(
            "starred",
            _("Starred"),
            ids=lambda: starred_of(spec, actor),
            empty=_("Give a record a star on its page, and it stands here."),
        ),
    ]


slots.add("star", address_of_star)
slots.add("side", side)
slots.add("palette", palette)
