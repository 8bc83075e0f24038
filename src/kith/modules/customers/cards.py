"""Contacts as vCards, one or many, as address books and phones take them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.masking import Masked, Own
from kith.engine.listing import Row
from kith.engine.titles import titles
from kith.features.exports import exporting
from kith.features.exports.writing import OwnFormat
from kith.kernel.vcards import Person, card_of, written
from kith.modules.customers.models import Contact

FIRST_YEAR = 1900
"""A birthday before that has no known year."""
CONTENT_TYPE = "text/vcard; charset=utf-8"
FIELDS = (
    "name", "customer", "position", "mobile", "phone", "email", "language", "birthday", "other_names", "tags",
)  # fmt: skip


def of_contact(contact: Contact, actor: Actor) -> str:
    """What the reader may read whole of a contact; what is masked for him, he does not take along."""
    spec = registry.spec("contact")
    known = spec.known(actor) if actor.access.holds(contact.owner_id) else spec.readable(actor)
    values = {name: spec.value(contact, spec.fields[name]) for name in FIELDS if name in known}
    return card(values, companies([values], actor))


def card(values: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """The card of somebody of whom these values are known; `names` are those of companies."""

    def said(name: str) -> str:
        return str(values.get(name) or "")

    person = Person(
        name=said("name"), company=names.get(values.get("customer") or 0, ""),
        position=said("position"), mobile=said("mobile"), phone=said("phone"), email=said("email"),
        language=said("language"), birthday=birthday(values.get("birthday")),
        nicknames=tuple(said("other_names").splitlines()), tags=tuple(values.get("tags") or ()),
    )  # fmt: skip
    return written(card_of(person))


def companies(people: Iterable[Mapping[str, Any]], actor: Actor) -> Mapping[int, str]:
    """What the main customers of people are called, where the reader sees them."""
    return titles("customer", {values["customer"] for values in people if values.get("customer")}, actor)


def birthday(day: dt.date | None) -> str:
    """The day as cards write it, without a year that is not known."""
    if day is None:
        return ""
    return f"--{day:%m-%d}" if day.year < FIRST_YEAR else day.isoformat()


# ---------------------------------------------------------------------- many


def write(path: Path, chunks: Iterable[Sequence[Row]], fields: Sequence[FieldSpec], actor: Actor) -> int:
    """The cards of all rows in one file."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for chunk in chunks:
            people = [{field.key: whole(field, row.values[field.key]) for field in fields} for row in chunk]
            names = companies(people, actor)
            file.writelines(card(values, names) for values in people)
            count += len(people)
    return count


def whole(field: FieldSpec, value: Any) -> Any:
    """A value that may be read whole; nothing of one of which only a part is shown."""
    if not isinstance(field.type, Masked):
        return value
    return value.value if isinstance(value, Own) else None


exporting.offer(
    "vcf", CONTENT_TYPE, ("contact", lambda: _("Export as address book (.vcf)")), OwnFormat(FIELDS, write)
)
