"""Named reads of customers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kith.engine.actor import Actor
from kith.engine.record import LIVE
from kith.kernel import clock
from kith.modules.customers.models import Customer


def due_contacts(*, to: Actor) -> QuerySet[Any]:
    """The actor's own customers whose next contact is due today or overdue, the oldest first."""
    own = Customer.objects.filter(LIVE, owner_id=to.user_id)
    return own.filter(next_contact_on__lte=clock.today(to.time_zone)).order_by("next_contact_on", "pk")
