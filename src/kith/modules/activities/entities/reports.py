"""Declarations of work reports and of who has to write them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.entity import Entity, Section
from kith.engine.registry import register
from kith.modules.activities.actions import reports
from kith.modules.activities.models import ReportRule, WorkReport


@register
class WorkReportEntity(Entity):
    """Reports on a day, a week or a month of work."""

    model, key, plural, icon = WorkReport, "work-report", "work-reports", "report"
    label, label_plural = _("Work report"), _("Work reports")
    columns = ("name", "starts_on", "owner", "submitted_at", "late", "readers")
    facts = ("kind", "starts_on", "ends_on", "owner", "submitted_at", "late")
    layout = (
        Section.of(
            _("Work report"), "kind", "starts_on", "done", "plan", "problems", "customers", "recipients"
        ),
        Section.of(pgettext_lazy("a report", "Way"), "submitted_at", "late", "readers", later=True),
    )
    filters = ("kind", "owner", "starts_on", "submitted_at", "late")
    search, sort = ("name", "done", "plan", "problems"), "-starts_on"
    quick = ("kind", "starts_on", "done", "plan", "problems", "recipients")
    synonyms = pgettext_lazy("search words", "daily report, weekly report, monthly report")
    writes, reads = "/reporting/new/", "/reporting/{id}/"
    derive, after = (reports.settle,), (reports.deliver,)
    actions = (reports.submit, reports.mark_read)


@register
class ReportRuleEntity(Entity):
    """Who has to report, and until when."""

    model, key, plural, icon, group = ReportRule, "report-rule", "report-rules", "calendar-check", "settings"
    label, label_plural = _("Report rule"), _("Report rules")
    columns = ("name", "kind", "weekdays", "until_days", "until_time", "active")
    layout = (
        Section.of(pgettext_lazy("a report", "Who"), "name", "kind", "people", "roles", "units"),
        Section.of(
            pgettext_lazy("a report", "When"), "weekdays", "from_time", "until_days", "until_time", "active"
        ),
    )
    filters, search, sort = ("kind", "active"), ("name",), "name"
    checks, known_by = (reports.check_rule,), ("name",)
    small, open, bumps, features = True, ("read",), "config", ()
