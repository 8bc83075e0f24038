"""What ties, choices and copies are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.features.privacy.finding import Tie
from kith.features.privacy.planning import Choice

TIES = {
    Tie.SELF: _("The person"),
    Tie.LINKED: _("Belongs to the person"),
    Tie.SHARED: _("The person is one of several"),
    Tie.PART: _("Belongs to what is listed above"),
    Tie.ALIKE: _("Has the same mail address or phone number: look whether it is the same person"),
}
CHOICES = {
    Choice.ERASE: _("Erase personal values"),
    Choice.WORDS: _("Only take names out"),
    Choice.KEEP: pgettext_lazy("privacy", "Keep"),
}
DONE = {
    Choice.ERASE: _("Personal values erased"),
    Choice.WORDS: _("Names, addresses and numbers taken out of texts"),
    Choice.KEEP: pgettext_lazy("privacy", "Kept"),
    Choice.REMOVE: pgettext_lazy("done", "Removed for good"),
}
COPIES = {
    "answers": _("Answers kept for repeated requests"),
    "dossiers": _("Archives of everything about the person"),
    "events": _("Facts that wait for delivery"),
    "exports": _("Files of exported lists"),
    "files": _("Contents of attached files"),
    "jobs": _("Background jobs and outgoing messages"),
    "journal": _("Entries of the journal: old and new values"),
    "notifications": _("Notifications"),
}
