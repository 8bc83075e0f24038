"""What customers add to the home page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.engine import plugs
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.plugs import HomeRow, HomeSection
from kith.kernel import clock
from kith.modules.customers import queries

MOST = 20


@plugs.home
def to_contact(actor: Actor) -> list[HomeSection]:
    """My customers to be in touch with today or since longer ago, among what is to do."""
    access = actor.access
    shown = all(access.level("customer", name) >= Level.READ for name in ("name", "next_contact_on"))
    if not shown or not access.reach("customer", "read"):
        return []
    today = clock.today(actor.time_zone)
    found = queries.due_contacts(to=actor).values_list("pk", "name", "next_contact_on")[:MOST]
    rows = [
        HomeRow(title=name, entity="customer", record_id=pk, note=_("Next contact"), at=day, late=day < today)
        for pk, name, day in found
    ]
    return [HomeSection("tasks", _("To do"), "checkbox", rows)] if rows else []
