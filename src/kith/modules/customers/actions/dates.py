"""Rules of days to remember."""

from __future__ import annotations

import calendar

from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.customers.models import SpecialDate

LEAP_YEAR = 2024
LUNAR_DAYS = 30


def note_day(row: SpecialDate, *, actor: Actor) -> None:
    """Month and day as one number follow both."""
    row.month_day = (row.month or 0) * 100 + (row.day or 0)


def check_day(row: SpecialDate, *, actor: Actor) -> None:
    """The month has such a day, in some year of its calendar. Raises Invalid."""
    if row.restored or not row.month or not row.day or not 1 <= row.month <= 12:
        return
    if row.day > (LUNAR_DAYS if row.lunar else calendar.monthrange(LEAP_YEAR, row.month)[1]):
        raise Invalid({"day": [_("This month has no such day.")]})
