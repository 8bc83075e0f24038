"""What a good customer and a good contact have, and when one is known already, as a new installation sees it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.features.duplicates.models import When
from kith.features.duplicates.shipped import SHIPPED as MATCHING
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

MATCHING += [
    {"name": _("Customer known already"), "entity": "customer", "equal": ["name", "phone", "mail"], "then": "warn"},
    # Rests: branches and shops of one company may share its number, and a company decides for itself.
    {
        "name": _("Tax number known already"), "entity": "customer", "equal": ["tax"], "then": "refuse",
        "moments": When.values, "active": False,
    },
    # Two people may share a name.
    {"name": _("Contact known already"), "entity": "contact", "equal": ["phone", "mail"], "then": "warn"},
]  # fmt: skip
