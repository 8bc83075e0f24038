"""Days to remember of contacts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record
from kith.modules.customers.models.customers import Contact


class DateKind(models.TextChoices):
    """What a day is."""

    BIRTHDAY = "birthday", _("Birthday")
    WEDDING = "wedding", _("Wedding day")
    FAMILY = "family", pgettext_lazy("day", "Of the family")
    WORK = "work", pgettext_lazy("day", "At work")
    HOLIDAY = "holiday", _("Feast day")
    OTHER = "other", pgettext_lazy("day", "Another")


class SpecialDate(Record):
    """A day of each year that matters to a contact; `lunar` counts month and day by the Chinese calendar.

    `year` is the one of the event, of that calendar, where it is known. `month_day` is month and day as one number,
    1230 for the thirtieth of the twelfth month: by it the days of a week are found.
    """

    contact = fields.Reference(Contact, _("Contact"), required=True)
    kind = fields.Choice(DateKind, _("Kind"), default=DateKind.BIRTHDAY, required=True)
    name = fields.Text(pgettext_lazy("day", "Whose or what"), max_length=200, personal="personal")
    month = fields.Integer(
        _("Month"), minimum=1, maximum=12, required=True, format="plain", personal="personal"
    )
    day = fields.Integer(_("Day"), minimum=1, maximum=31, required=True, format="plain", personal="personal")
    year = fields.Integer(_("Year"), minimum=1800, maximum=2200, format="plain", personal="personal")
    lunar = fields.Boolean(_("By the Chinese calendar"))
    month_day = fields.Integer(_("Month and day"), format="plain", readonly=True, personal="personal")

    class Meta:
        verbose_name = _("Special day")
        indexes: ClassVar[Any] = (
            models.Index(fields=("lunar", "month_day"), name="specialdate_when", condition=LIVE),
        )
