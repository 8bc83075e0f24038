"""Rules of extensions: once, while the protection runs; its end always follows from what was granted and added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from kith.engine import keeping, registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.kernel import clock
from kith.modules.sales.models import Registration, RegistrationExtension, RegistrationState

S = RegistrationState


def count_days(extensions: Sequence[RegistrationExtension], *, actor: Actor) -> None:
    """A new extension adds the days that its category says to the end of the protection."""
    fresh = [one for one in extensions if one.before is None]
    found = Registration.live().select_related("category").in_bulk({one.registration_id for one in fresh})
    for one in fresh:
        record: Any = found.get(one.registration_id)
        if record is not None and record.protected_until is not None:
            one.days, one.until_before = record.category.extension_days, record.protected_until
            one.until = record.protected_until + dt.timedelta(days=one.days)


def check_extension(extension: RegistrationExtension, *, actor: Actor) -> None:
    """Only a protection that runs is extended, and an extension stays with its registration. Raises Invalid."""
    if extension.before is not None:
        if extension.moved("registration") and not extension.restored:
            raise Invalid({"registration": [_("This was decided on and stays as it is.")]})
        return
    record = Registration.live().filter(pk=extension.registration_id).first()
    running = record is not None and record.state == S.APPROVED and record.protected_until is not None
    if record is None or not running or record.protected_until <= clock.now():
        raise Invalid({"registration": [_("Only a protection that runs can be extended.")]})
    if RegistrationExtension.live().filter(registration_id=record.pk).exists():
        raise Invalid({"registration": [_("A protection is extended only once.")]})


def carry_extensions(extensions: Sequence[RegistrationExtension], *, actor: Actor) -> None:
    """The end of each protection follows from what was granted and its extension, after an undo too."""
    numbers = {one.registration_id for one in extensions}
    rows = Registration.objects.filter(pk__in=numbers, state__in=(S.APPROVED, S.EXPIRED))
    live = RegistrationExtension.live().filter(registration_id__in=numbers).order_by()
    added = dict(live.values_list("registration_id").annotate(days=Sum("days")))
    ends = {
        row.pk: row.protected_from + dt.timedelta(days=(row.granted_days or 0) + (added.get(row.pk) or 0))
        for row in rows
        if row.protected_from is not None
    }
    spec = registry.spec("registration")
    keeping.keep(spec, "protected_until", ends)
    keeping.keep(spec, "extension_count", {number: int(number in added) for number in ends})
