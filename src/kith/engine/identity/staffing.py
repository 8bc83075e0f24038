"""When people work, when they are away, and who stands in for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.beginning import end_of_work, me, this_minute
from kith.engine.record import Record


class Kind(models.TextChoices):
    """Why somebody is away."""

    VACATION = "vacation", pgettext_lazy("absence", "Vacation")
    SICK = "sick", pgettext_lazy("absence", "Sick leave")
    TRIP = "trip", pgettext_lazy("absence", "Business trip")
    TRAINING = "training", pgettext_lazy("absence", "Training")
    FAMILY = "family", pgettext_lazy("absence", "Family leave")
    OTHER = "other", pgettext_lazy("absence", "Other")


class Extent(models.TextChoices):
    """What a deputy may do with the records of whom he stands in for."""

    EVERYTHING = "everything", _("Everything that the deputy's roles allow")
    READING = "reading", _("Only read")


class WorkingHours(Record):
    """The hours of a week, and the days on which nobody works. Days are texts such as "9:00-12:30, 13:30-18:00"."""

    list_sorts = ("name_key",)

    name = fields.Text(_("Name"), required=True)
    name_key = fields.SortKey("name")
    time_zone = fields.Text(_("Time zone"), max_length=60)
    monday = fields.Text(_("Monday"))
    tuesday = fields.Text(_("Tuesday"))
    wednesday = fields.Text(_("Wednesday"))
    thursday = fields.Text(_("Thursday"))
    friday = fields.Text(_("Friday"))
    saturday = fields.Text(_("Saturday"))
    sunday = fields.Text(_("Sunday"))
    holidays = fields.LongText(_("Days off"))
    workdays = fields.LongText(_("Extra working days"))
    standard = fields.Boolean(_("For everybody without hours of their own"))

    class Meta:
        verbose_name = _("Working hours")


class Absence(Record):
    """A time in which somebody does not work. While it lasts, the deputy stands in for the person."""

    list_sorts = ("-starts_at",)

    name = fields.Text(pgettext_lazy("person", "Name"), readonly=True)
    person = fields.Reference("engine.User", _("Person"), required=True, begin=me)
    kind = fields.Choice(Kind, _("Kind"), default=Kind.VACATION, required=True)
    starts_at = fields.DateTime(_("From"), required=True, begin=this_minute, ahead=True)
    ends_at = fields.DateTime(pgettext_lazy("end", "Until"), required=True, begin=end_of_work, ahead=True)
    deputy = fields.Reference("engine.User", _("Deputy"), panel=False)
    extent = fields.Choice(Extent, _("The deputy may"), default=Extent.EVERYTHING, required=True)
    note = fields.LongText(_("Note"), limit=1_000)

    class Meta:
        verbose_name = _("Absence")
        constraints: ClassVar[Any] = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="absence_ends_later",
                violation_error_message=_("The end must be after the beginning."),
            ),
        )
        indexes: ClassVar[Any] = (models.Index(fields=("ends_at",), name="absence_ends"),)


class Deputy(Record):
    """Somebody who stands in for another from a moment until another: what the person owns is then in his reach."""

    list_sorts = ("-starts_at",)

    name = fields.Text(pgettext_lazy("person", "Name"), readonly=True)
    person = fields.Reference("engine.User", _("Person"), required=True, begin=me)
    deputy = fields.Reference("engine.User", _("Deputy"), required=True, panel=False)
    starts_at = fields.DateTime(_("From"), required=True, begin=this_minute, ahead=True)
    ends_at = fields.DateTime(pgettext_lazy("end", "Until"), required=True, begin=end_of_work, ahead=True)
    extent = fields.Choice(Extent, _("The deputy may"), default=Extent.EVERYTHING, required=True)
    note = fields.LongText(_("Note"), limit=1_000)

    class Meta:
        verbose_name = _("Deputy")
        constraints: ClassVar[Any] = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="deputy_ends_later",
                violation_error_message=_("The end must be after the beginning."),
            ),
        )
        indexes: ClassVar[Any] = (models.Index(fields=("ends_at",), name="deputy_ends"),)
