"""What a good customer and a good contact have, as a new installation sees it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.features.quality.shipped import SHIPPED

SHIPPED += [
    ("customer", _("Phone number"), "filled", "phone", None, 3),
    ("customer", _("Mail address"), "filled", "email", None, 2),
    ("customer", _("Country"), "filled", "country", None, 1),
    ("customer", _("Town"), "filled", "city", None, 1),
    ("customer", _("Plausible name"), "valid", "name", None, 2),
    ("customer", _("Plausible phone number"), "valid", "phone", None, 2),
    ("customer", _("Plausible mail address"), "valid", "email", None, 2),
    ("customer", _("Spoken with in a year"), "younger", "last_contact_at", 365, 2),
    ("customer", _("Only once"), "single", "", None, 3),
    ("contact", _("Only once"), "single", "", None, 3),
    ("contact", _("Company"), "filled", "customer", None, 2),
    ("contact", _("Mobile number"), "filled", "mobile", None, 2),
    ("contact", _("Mail address"), "filled", "email", None, 2),
    ("contact", _("Position"), "filled", "position", None, 1),
    ("contact", _("Plausible name"), "valid", "name", None, 2),
    ("contact", _("Plausible mobile number"), "valid", "mobile", None, 2),
    ("contact", _("Plausible mail address"), "valid", "email", None, 2),
]
