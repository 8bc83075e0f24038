"""Protections come to their end: people are warned, and what is over expires."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kith.engine import journal, plugs, records
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.jobs import every, task
from kith.engine.settings import keep, recall
from kith.kernel import clock
from kith.modules.sales.models import ProductCategory, Registration, RegistrationState

MARK = "sales.warned_until"
WARNED, PART = "registration.ending", 200


@every(minutes=5)
@task()
def end_protections() -> int:
    """Expire what is over, in batches of their own. How many went."""
    expired = 0
    over = Registration.live().filter(state=RegistrationState.APPROVED, protected_until__lte=clock.now())
    while numbers := list(over.order_by("protected_until").values_list("pk", flat=True)[:PART]):
        with writing(), journal.batch(Actor.system(), "expire", entity="registration"):
            for number in numbers:
                records.perform("expire", (Registration, number), by=Actor.system())
        expired += len(numbers)
    return expired


@every(minutes=5)
@task()
def warn() -> int:
    """Tell the owners of protections that end in so many days as their category says; each end once. How many were
    told of.

    How far it came is stored in the same transaction, so that after a crash or a long pause nobody is left out.
    """
    now, told = clock.now(), 0
    with writing():
        stored = recall(MARK)
        since = dt.datetime.fromisoformat(stored) if stored else now - dt.timedelta(minutes=10)
        for category in ProductCategory.live().filter(warn_days__gt=0):
            ahead = dt.timedelta(days=category.warn_days)
            ending = Registration.live().filter(
                state=RegistrationState.APPROVED,
                category_id=category.pk,
                protected_until__gt=since + ahead,
                protected_until__lte=now + ahead,
            )
            for record in ending.order_by("pk"):
                told += _tell(record)
        keep(MARK, now.isoformat())
    return told


def _tell(record: Registration) -> int:
    if record.owner_id is None:
        return 0

    def title(reader: Actor) -> str:
        until = reader.show.datetime(record.protected_until)
        return _("The protection of “%(name)s” ends %(until)s") % {"name": record.name, "until": until}

    key = f"{WARNED}:{record.pk}:{record.protected_until:%Y%m%d%H%M}"
    plugs.notify([record.owner_id], WARNED, title=title, entity="registration", record_id=record.pk, key=key)
    return 1
