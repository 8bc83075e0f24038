"""What counts as a follow-up, and the rules of how customers and leads are followed up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record, unique_live
from kith.modules.activities.models import ActivityKind


class Followed(models.TextChoices):
    """Whose follow-up a rule is about."""

    CUSTOMER = "customer", _("Customers")
    LEAD = "lead", _("Leads")


class FollowUpKind(Record):
    """One kind of activity that counts as an effective follow-up once it is done; of several, any one is enough.

    `least_seconds` is how long it lasted at least, from its beginning to its end; `least_text` how many characters
    were written about it at least, subject, outcome and text together. Zero asks for nothing.
    """

    list_sorts = ("name",)

    name = fields.Text(_("Name"), max_length=120, required=True)
    kind = fields.Choice(ActivityKind, _("Kind"), required=True)
    least_seconds = fields.Integer(_("Seconds at least"), default=0, required=True, minimum=0)
    least_text = fields.Integer(_("Characters at least"), default=0, required=True, minimum=0)

    class Meta:
        verbose_name = _("Effective follow-up")
        constraints: ClassVar[Any] = (unique_live("name", name="follow_up_kind_once"),)


class FollowUpRule(Record):
    """How records of an entity for which `where` holds are followed up; of several rules the first in order counts.

    Days are calendar days, hours are hours of the working time of the record's owner, `escalate_days` his working days.
    What is empty is not asked for.
    """

    list_sorts = ("position",)

    name = fields.Text(_("Name"), max_length=120, required=True)
    entity = fields.Choice(Followed, _("Object"), default=Followed.CUSTOMER, required=True, max_length=20)
    where = fields.Condition("@entity", _("For which records"))
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0, required=True, minimum=0)
    rhythm_days = fields.Integer(_("Days between contacts"), minimum=1, maximum=3650)
    neglect_days = fields.Integer(_("Neglected after days without follow-up"), minimum=1, maximum=3650)
    assign_hours = fields.Integer(_("Has an owner within hours"), minimum=1, maximum=1000)
    respond_hours = fields.Integer(_("First follow-up within hours"), minimum=1, maximum=1000)
    warn_percent = fields.Integer(_("Yellow after percent"), default=50, required=True, minimum=1, maximum=99)
    remind_hours = fields.Integer(_("Remind hours before the next contact"), minimum=0, maximum=1000)
    escalate_days = fields.Integer(_("Tell the manager after working days"), minimum=1, maximum=365)

    class Meta:
        verbose_name = _("Follow-up rule")
