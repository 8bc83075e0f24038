"""The fingerprint of a customer: normal forms of tax number, name, phone and addresses, by which one is known again
however it was typed. Kept in hidden columns beside what was typed, so that an index finds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kith.engine import fields
from kith.kernel.matching import names
from kith.kernel.text import fold, unaccent

KEYS = ("tax_key", "match_key", "phone_key", "address_key", "project_key")
"""The columns of a registration; two that share one of them are of one customer or one project."""
LONGEST = 160
_MARKS = re.compile(r"[\W_]+")


def name_key(value: str) -> str:
    """A name without legal form, brackets, order of words and script."""
    return (names.parse(value).key or plain_key(value))[:LONGEST]


def plain_key(value: str) -> str:
    """Letters and digits only, folded: for tax numbers and addresses."""
    return _MARKS.sub("", unaccent(fold(value)))[:LONGEST]


def phone_key(value: str) -> str:
    """The digits of a number."""
    return re.sub(r"\D", "", value)[:LONGEST]


fields.NormalForm.forms.update({"plain": plain_key, "firm": name_key, "digits": phone_key})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The normal forms of what is known of a customer and of the place of a project."""

    tax_key: str = ""
    match_key: str = ""
    phone_key: str = ""
    address_key: str = ""
    project_key: str = ""

    @classmethod
    def of(
        cls, *, name: str = "", tax_number: str = "", phone: str = "", address: str = "", project: str = ""
    ) -> Fingerprint:
        """The fingerprint of what somebody typed."""
        keys = (plain_key(tax_number), name_key(name), phone_key(phone), plain_key(address))
        return cls(*keys, plain_key(project))

    @classmethod
    def on(cls, record: Any) -> Fingerprint:
        """The fingerprint of a registration, also of one that is not stored yet."""
        return cls.of(
            name=record.name,
            tax_number=record.tax_number,
            phone=record.phone,
            address=record.address,
            project=record.project_address,
        )

    def clashes(self, record: Any, name: str) -> bool:
        """Whether only the names agree, and they name another place, branch or number: two firms after all."""
        if any(
            getattr(self, key) and getattr(self, key) == getattr(record, key)
            for key in KEYS
            if key != "match_key"
        ):
            return False
        return names.parse(name).clashes(names.parse(record.name))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to compare."""
        return not any(getattr(self, key) for key in KEYS)

    def same(self) -> Q:
        """The filter of registrations of the same customer or project: any key agrees. Two different tax numbers are
        two customers, whatever else agrees."""
        found = Q(pk__in=())
        for key in KEYS:
            if value := getattr(self, key):
                found |= Q(**{key: value})
        return found & (Q(tax_key="") | Q(tax_key=self.tax_key)) if self.tax_key else found
