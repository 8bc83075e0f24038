"""The ways to the organisation: among the settings, and from the pages of people and units."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.engine import plugs
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.organisation import showing
from kith.web import slots
from kith.web.pieces import Link


def settings(_actor: Actor) -> list[Link]:
    """Everybody may see who works where."""
    return [Link(_("Organisation"), "/organisation/", "sitemap", key="organisation")]


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """Handing over what a person has, merging a unit."""
    reach = actor.access.reach
    if spec.key == "user" and record.pk != actor.user_id and reach("user", "update") is Reach.ALL:
        return [Link(_("Hand over"), f"/users/{record.pk}/hand-over/", "user-share", page=True)]
    if spec.key != "unit":
        return []
    found = [Link(_("In the organisation"), f"/organisation/?unit={record.pk}", "sitemap", page=True)]
    if reach("unit", "update") is Reach.ALL and reach("unit", "delete") is Reach.ALL:
        found.append(
            Link(_("Merge into another unit"), f"/units/{record.pk}/merge/", "arrow-merge", page=True)
        )
    return found


def panel(spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """What the page of a person or unit shows of the organisation."""
    parts = showing.parts_of_person if spec.key == "user" else showing.parts_of_unit
    return {"parts": parts(directory(), record.pk, actor)}


plugs.panel(
    plugs.Panel(
        "organisation",
        gettext_lazy("Organisation"),
        "sitemap",
        "organisation/panel.html",
        panel,
        when=lambda spec: spec.key in ("user", "unit"),
        place=-10,
    )
)
slots.add("settings", settings)
slots.add("record_menu", menu)
