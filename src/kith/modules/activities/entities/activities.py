"""Declaration of activities."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.beginning import end_of_work, this_minute
from kith.engine.entity import Calendar, Entity, Section, Written
from kith.engine.registry import register
from kith.modules.activities.actions import activities as actions
from kith.modules.activities.models import Activity

NOW = {"at": this_minute}


@register
class ActivityEntity(Entity):
    """Tasks, calls, meetings, visits, mails and notes."""

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
    sort, shared_along = "-at", ("about",)
    calendar = Calendar(
        "at", end="ends_at", kind="kind", about="customer", done="done", fresh=(("kind", "meeting"),)
    )
    quick = ("kind", "subject", "at", "about", "next_contact_on")
    synonyms = pgettext_lazy("search words", "task, to-do, call, meeting, visit, note")
    written = (
        Written("note", "notes", key="n"),
        Written("call", "phone-call", ("outcome", "at", "next_contact_on"), NOW, key="l", tone="teal"),
        Written("meeting", "users", ("at", "outcome", "next_contact_on"), NOW, tone="violet"),
        Written("visit", "map-pin", ("at", "outcome", "next_contact_on"), NOW, key="v", tone="violet"),
        Written("task", "checkbox", ("at", "owner"), {"at": end_of_work}, key="t", tone="accent"),
        Written("mail", "mail", ("next_contact_on",), tone="warn", mail=True),
    )
    gather = (actions.fill_customers,)
    derive = (actions.settle, actions.fill_mentions, actions.move_reminder)
    checks = (actions.check_times,)
    after, keeps = (actions.plan_next_contact,), (actions.keep_last_contact,)
    actions = (actions.complete, actions.reopen, actions.postpone)
    features = ("files", "comments")
