"""Where own objects are met among the settings: the button that makes one, and the tab of what it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.objects.declaring import OwnEntity
from kith.engine.spec import EntitySpec
from kith.web import slots
from kith.web.pieces import Link


def button(actor: Actor) -> list[Link]:
    """The way to a new object, for those who may make one."""
    if actor.access.reach("custom-object", "create") is not Reach.ALL:
        return []
    return [Link(_("New object"), "/shape/new/", "plus", primary=True)]


def tabs(spec: EntitySpec, actor: Actor) -> list[Link]:
    """What an own object is, which is said of none that Kith brings; and what any is related with."""
    found = [Link(pgettext("shaping", "Relations"), f"/shape/{spec.plural}/relations/", key="relations")]
    if issubclass(spec.entity, OwnEntity) and actor.access.reach("custom-object", "update") is Reach.ALL:
        found.append(Link(pgettext("shaping", "Object"), f"/shape/{spec.plural}/object/", key="object"))
    return found


slots.add("shape_places", button)
slots.add("shape_tabs", tabs)
