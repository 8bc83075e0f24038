"""Who holds a protection: registrations of the same customer or project in the same category, now."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from kith.engine.record import LIVE
from kith.kernel import clock
from kith.modules.sales.fingerprint import Fingerprint
from kith.modules.sales.models import (
    DisputeState,
    Outcome,
    ProductCategory,
    Registration,
    RegistrationDispute,
    RegistrationState,
)


def in_force(now: dt.datetime | None = None) -> Q:
    """The filter of registrations that protect now: an approved one until its end, a converted one until its deal is
    closed, whatever a job has or has not done yet."""
    approved = Q(state=RegistrationState.APPROVED, protected_until__gt=now or clock.now())
    deal = Q(opportunity__outcome=Outcome.OPEN, opportunity__deleted_at__isnull=True)
    return approved | Q(Q(state=RegistrationState.CONVERTED), deal)


def alike(fingerprint: Fingerprint, category: int | None) -> QuerySet[Registration]:
    """Registrations of the same customer or project, in one category or in any."""
    rows = Registration.objects.filter(LIVE, fingerprint.same())
    return rows.filter(category_id=category) if category else rows


def others(record: Any, *which: Q) -> list[Registration]:
    """The other registrations of the same customer or project and category, those decided or submitted first first."""
    keys = Fingerprint.on(record)
    rows = alike(keys, record.category_id).filter(*which).exclude(pk=record.pk)
    rows = rows.order_by("protected_from", "submitted_at", "pk")
    return [row for row in rows if not keys.clashes(row, record.name)]


def holder(record: Any) -> Registration | None:
    """Whose protection stands against a registration: the one that was approved first."""
    return next(iter(others(record, in_force())), None)


def same_applicant(one: Any, other: Any) -> bool:
    """Whether two registrations are of the same applicant: the dealer, or the colleague where there is none."""
    if one.dealer_id or other.dealer_id:
        return bool(one.dealer_id == other.dealer_id)
    return bool(one.owner_id == other.owner_id)


def hold_category(number: int) -> ProductCategory:
    """The category, held against other deciders until the transaction ends: of two who approve the same at once the
    second one waits and then sees what the first one did."""
    found: ProductCategory = ProductCategory.objects.select_for_update(of=("self",)).get(pk=number)
    return found


def in_dispute(record: Any) -> bool:
    """Whether a registration waits for an arbitrator."""
    open_ = RegistrationDispute.live().filter(pk=record.dispute_id, state=DisputeState.OPEN)
    return record.dispute_id is not None and open_.exists()
