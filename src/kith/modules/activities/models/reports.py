"""Work reports: what somebody did in a day, a week or a month, what comes next, and what is in the way."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.beginning import today
from kith.engine.record import LIVE, Record


class ReportKind(models.TextChoices):
    """How long a time a report is about."""

    DAILY = "daily", _("Daily report")
    WEEKLY = "weekly", _("Weekly report")
    MONTHLY = "monthly", _("Monthly report")


class Weekday(models.TextChoices):
    """Days of the week; the values count as date.weekday() does."""

    MONDAY = "0", _("Monday")
    TUESDAY = "1", _("Tuesday")
    WEDNESDAY = "2", _("Wednesday")
    THURSDAY = "3", _("Thursday")
    FRIDAY = "4", _("Friday")
    SATURDAY = "5", _("Saturday")
    SUNDAY = "6", _("Sunday")


class WorkReport(Record):
    """A person's report on the time from `starts_on` to `ends_on`, both included. `figures` are what Kith counted when
    it was sent, by the keys of the figures; `readers` are who has read it. A report that was not sent is a draft."""

    list_sorts = ("-starts_on",)

    name = fields.Text(_("Name"), readonly=True)
    kind = fields.Choice(ReportKind, _("Kind"), default=ReportKind.DAILY, required=True, max_length=10)
    starts_on = fields.Date(_("First day"), null=False, blank=True, begin=today)
    ends_on = fields.Date(_("Last day"), readonly=True)
    done = fields.LongText(_("Done"), personal="personal")
    plan = fields.LongText(_("Plan"), personal="personal")
    problems = fields.LongText(_("Problems"), personal="personal")
    recipients = fields.References("user", _("To"))
    customers = fields.References("customer", _("Customers"))
    figures = fields.Structure(_("Figures"), readonly=True)
    submitted_at = fields.DateTime(_("Sent"), readonly=True)
    late = fields.Boolean(_("Too late"), readonly=True)
    readers = fields.References("user", _("Read by"), readonly=True)

    class Meta:
        verbose_name = _("Work report")
        indexes: ClassVar[Any] = (
            models.Index(fields=("owner", "kind", "starts_on"), name="report_period", condition=LIVE),
        )


class ReportRule(Record):
    """Who has to report, how often and until when. Everybody where nobody is named. Times are those of the company;
    days count from the last day of the time that is reported on."""

    list_sorts = ("name",)

    name = fields.Text(_("Name"), required=True, max_length=120)
    kind = fields.Choice(ReportKind, _("Kind"), default=ReportKind.DAILY, required=True, max_length=10)
    people = fields.References("user", pgettext_lazy("who has to report", "People"))
    roles = fields.References("role", _("Roles"))
    units = fields.References("unit", _("Units, with those below"))
    weekdays = fields.MultiChoice(Weekday, _("On which days (of daily reports)"))
    from_time = fields.Time(_("From"))
    until_days = fields.Integer(_("Days later"), null=False, default=1, minimum=0, maximum=31)
    until_time = fields.Time(pgettext_lazy("time of day", "Until"))
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Report rule")
