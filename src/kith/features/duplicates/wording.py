"""What people are told of a likely duplicate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.duplicates.finding import Found
from kith.features.duplicates.models import Tells

ORDER = ("tax", "name", "phone", "mail")


def words(equal: Iterable[str]) -> str:
    """What is the same, in words."""
    known = {
        "tax": pgettext("same", "same tax number"), "name": pgettext("same", "same name"),
        "phone": pgettext("same", "same phone"), "mail": pgettext("same", "same e-mail"),
    }  # fmt: skip
    found = set(equal)
    return ", ".join(known[word] for word in ORDER if word in found)


def warning(found: Found, tells: str, actor: Actor) -> str:
    """What is wrong with saving."""
    if found.seen:
        said = {"name": found.title(actor), "why": words(found.telling)}
        return _("“%(name)s” is known already: %(why)s.") % said
    return masked(found.record, tells) or _("This cannot be saved as it is: it may be known already.")


def masked(record: Any, tells: str) -> str:
    """What is told of a record that one may not see, "" for nothing."""
    if tells == Tells.NOTHING:
        return ""
    people = directory()
    owner, unit = people.people.get(record.owner_id or 0), people.units.get(record.unit_id or 0)
    if tells == Tells.OWNER and owner is not None:
        return _("Already known, with %(owner)s.") % {"owner": owner.name}
    if tells == Tells.UNIT and unit is not None:
        return _("Already known, in %(unit)s.") % {"unit": unit[0]}
    return _("Already known, with another colleague.")


def place(spec: EntitySpec, equal: Iterable[str]) -> str:
    """The field at which it is said."""
    found = set(equal)
    names = [name for word in ORDER if word in found for name in spec.entity.alike.get(word, ())]
    return names[0] if names else ""
