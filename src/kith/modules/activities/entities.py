"""Declaration of activities."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.entity import Entity, Section
from kith.engine.registry import register
from kith.modules.activities import actions
from kith.modules.activities.models import Activity


@register
class ActivityEntity(Entity):
    """Tasks, calls, meetings, visits and notes."""

    model, key, plural, icon = Activity, "activity", "activities", "calendar"
    label, label_plural, title = _("Activity"), _("Activities"), "subject"
    columns = ("subject", "kind", "at", "customer", "owner", "priority", "done")
    facts = ("kind", "at", "customer", "owner", "priority", "done")
    layout = (
        Section.of(_("What"), "subject", "kind", "about", "customer", "body"),
        Section.of(_("When and where"), "at", "ends_at", "location", "reminder_at", "priority"),
        Section.of(pgettext_lazy("participants", "Who"), "contacts", "users"),
        Section.of(_("Result"), "done", "outcome", "next_contact_on"),
    )
    filters = ("kind", "done", "owner", "at", "priority", "customer")
    search = ("subject", "body", "outcome", "location")
    sort, calendar = "-at", "at"
    quick = ("kind", "subject", "at", "about", "next_contact_on")
    gather = (actions.fill_customers,)
    derive = (actions.settle,)
    checks = (actions.check_times,)
    after = (actions.plan_next_contact,)
    actions = (actions.complete, actions.reopen, actions.postpone)
    features = ("files", "comments")
