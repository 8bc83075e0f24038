"""Declarations of what counts as a follow-up, and of the rules."""

from django.utils.translation import gettext_lazy as _

from kith.engine.entity import Entity, Section
from kith.engine.registry import register
from kith.modules.followup.actions import check_rule
from kith.modules.followup.models import FollowUpKind, FollowUpRule


@register
class FollowUpKindEntity(Entity):
    """What counts as a follow-up."""

    model, key, plural, icon, group = (
        FollowUpKind,
        "follow-up-kind",
        "follow-up-kinds",
        "phone-call",
        "settings",
    )
    label, label_plural, search = _("Effective follow-up"), _("Effective follow-ups"), ("name",)
    columns = ("name", "kind", "least_seconds", "least_text")
    layout = (Section.of(_("What counts"), "name", "kind", "least_seconds", "least_text"),)
    sort, import_by, small, open, bumps, features = "name", ("name",), True, ("read",), "config", ()


@register
class FollowUpRuleEntity(Entity):
    """How customers and leads are followed up."""

    model, key, plural, icon, group = FollowUpRule, "follow-up-rule", "follow-up-rules", "clock", "settings"
    label, label_plural = _("Follow-up rule"), _("Follow-up rules")
    columns = (
        "name",
        "entity",
        "rhythm_days",
        "neglect_days",
        "respond_hours",
        "remind_hours",
        "escalate_days",
    )
    layout = (
        Section.of(_("For whom"), "name", "entity", "where", "position"),
        Section.of(_("Rhythm"), "rhythm_days", "neglect_days"),
        Section.of(_("Clocks"), "assign_hours", "respond_hours", "warn_percent"),
        Section.of(_("Reminders"), "remind_hours", "escalate_days"),
    )
    filters, search, sort, import_by = ("entity",), ("name",), "position", ("name",)
    small, open, bumps, features = True, ("read",), "config", ()
    conditions, known_by, checks = {"where": "entity"}, ("entity", "name"), (check_rule,)
