"""Who is told what becomes of a registration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.engine import plugs
from kith.engine.access import Reach, access_of, directory
from kith.engine.actor import Actor
from kith.engine.events import Event, on
from kith.modules.sales import protection
from kith.modules.sales.models import Registration, RegistrationDispute

SAID: Mapping[str, Any] = {
    "registration.approved": gettext_lazy("Your registration of “%(name)s” was approved"),
    "registration.rejected": gettext_lazy("Your registration of “%(name)s” was rejected"),
    "registration.expired": gettext_lazy("The protection of “%(name)s” is over"),
    "registration.cancelled": gettext_lazy("Your registration of “%(name)s” was cancelled"),
}


@on(*SAID)
def tell_owner(event: Event) -> None:
    """Tell the owner what somebody else, or time, did with his registration."""
    record = Registration.live().filter(pk=event.record_id).first()
    if record is None or record.owner_id is None or record.owner_id == event.actor_id:
        return

    def title(_reader: Actor) -> str:
        return str(SAID[event.name]) % {"name": record.name}

    plugs.notify(
        [record.owner_id], event.name, title=title, body=record.decision, entity="registration",
        record_id=record.pk, key=f"{event.name}:{event.pk}",
    )  # fmt: skip


@on("registration.submitted")
def tell_deciders(event: Event) -> None:
    """Tell those who decide on it, but not the applicant himself."""
    record = Registration.live().filter(pk=event.record_id).first()
    if record is None or protection.in_dispute(record):
        return

    def title(_reader: Actor) -> str:
        return _("Decide on the registration of “%(name)s”") % {"name": record.name}

    people = [
        one
        for one in deciders(record, "registration", "approve")
        if one not in (record.owner_id, event.actor_id)
    ]
    plugs.notify(
        people,
        event.name,
        title=title,
        entity="registration",
        record_id=record.pk,
        key=f"{event.name}:{event.pk}",
    )


@on("registration-dispute.created")
def tell_arbitrators(event: Event) -> None:
    """Tell those who decide such a dispute; administrators only where nobody else does."""
    dispute = RegistrationDispute.live().filter(pk=event.record_id).first()
    if dispute is None:
        return
    people = deciders(dispute, "registration-dispute", "decide")

    def title(_reader: Actor) -> str:
        return _("“%(name)s” was submitted by several: decide who gets it") % {"name": dispute.name}

    plugs.notify(
        people, event.name, title=title, entity="registration-dispute", record_id=dispute.pk,
        key=f"{event.name}:{dispute.pk}",
    )  # fmt: skip


def deciders(record: Any, entity: str, verb: str) -> list[int]:
    """The people whose right to decide goes as far as this record; administrators only where nobody else does."""
    where = {"owner": record.owner_id, "unit": record.unit_id, "team": record.team_id}
    found: dict[bool, list[int]] = {True: [], False: []}
    for person in directory().people.values():
        access = access_of(person.id)
        reach = access.reach(entity, verb)
        if person.active and reach is not Reach.NONE and access.covers(verb, reach, **where):
            found[access.opens_everything].append(person.id)
    return found[False] or found[True]
