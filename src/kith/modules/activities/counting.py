"""The figures that this module counts of people's work."""

from django.utils.translation import gettext_lazy as _

from kith.modules.activities.queries import figures
from kith.modules.activities.queries.figures import Figure

for figure in (
    Figure(
        "calls",
        _("Calls"),
        "work",
        figures.of_kind("call", "mail"),
        listed=figures.list_of_kind("call", "mail"),
    ),
    Figure(
        "meetings", _("Meetings"), "work", figures.of_kind("meeting"), listed=figures.list_of_kind("meeting")
    ),
    Figure("visits", _("Visits"), "work", figures.of_kind("visit"), listed=figures.list_of_kind("visit")),
    Figure("valid_visits", _("Visits that count"), "process", figures.valid_visits),
    Figure("overdue", _("Left undone"), "process", figures.overdue, listed=figures.list_of_overdue),
    Figure(
        "new_customers",
        _("New customers"),
        "result",
        figures.new_customers,
        listed=figures.list_of_made("customer"),
    ),
    Figure(
        "new_contacts",
        _("New contacts"),
        "result",
        figures.new_contacts,
        listed=figures.list_of_made("contact"),
    ),
):
    figures.add(figure)
