"""One kind of record for everything that people do with customers: tasks, calls, meetings, visits, notes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.beginning import this_minute
from kith.engine.record import LIVE, Record
from kith.modules.customers.models import Customer


class ActivityKind(models.TextChoices):
    """What an activity is."""

    TASK = "task", _("Task")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    NOTE = "note", _("Note")
    MAIL = "mail", _("Mail")


CONTACTS = (ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.MAIL)
"""Kinds in which one is in touch with a customer."""


class Priority(models.TextChoices):
    """How much it matters that it is done in time."""

    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class Activity(Record):
    """Something done or to be done at a time. `at` is when a task is due and when anything else begins."""

    list_sorts = ("-at",)

    kind = fields.Choice(ActivityKind, _("Kind"), default=ActivityKind.TASK, required=True)
    subject = fields.Text(_("Subject"), required=True, personal="personal")
    at = fields.DateTime(_("When"), null=False, blank=True, begin=this_minute, ahead=True)
    ends_at = fields.DateTime(pgettext_lazy("end", "Until"))
    about = fields.AnyReference(pgettext_lazy("record", "About"))
    customer = fields.Reference(Customer, _("Customer"), db_index=False)
    users = fields.References("user", _("Colleagues"))
    contacts = fields.References("contact", _("Contacts"))
    location = fields.Text(_("Place"), personal="personal")
    priority = fields.Choice(
        Priority, _("Priority"), default=Priority.NORMAL, required=True, tones={"high": "warn"}, max_length=10
    )
    reminder_at = fields.DateTime(_("Remind me"))
    done = fields.Boolean(_("Done"))
    done_at = fields.DateTime(_("Done at"), readonly=True)
    outcome = fields.Text(_("Outcome"), max_length=500, personal="personal")
    next_contact_on = fields.Date(_("Next contact"), ahead=True)
    body = fields.LongText(_("Text"), personal="personal")
    mentions = fields.References("user", _("Mentioned"), readonly=True)

    class Meta:
        verbose_name = _("Activity")
        indexes: ClassVar[Any] = (
            models.Index(fields=("about_entity", "about", "-at"), name="activity_about", condition=LIVE),
            models.Index(fields=("customer", "-at", "-id"), name="activity_customer", condition=LIVE),
            models.Index(fields=("customer", "at"), name="activity_pending", condition=LIVE & Q(done=False)),
            models.Index(fields=("owner", "at"), name="activity_open", condition=LIVE & Q(done=False)),
            models.Index(
                fields=("reminder_at",),
                name="activity_reminder",
                condition=Q(done=False, reminder_at__isnull=False),
            ),
        )
