"""Who is known already: customers and contacts that share a number, a mail address or a name with a lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kith.engine import records, registry, searching
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.titles import title_of
from kith.kernel.text import fold, sort_key
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales.models import Lead

FEW = 50
MOST = 5


@dataclass(frozen=True)
class Match:
    """A known record and the labels of the fields that agree; `sure` when more than the name does.

    Two people may share a name: such a match is shown, never chosen beforehand.
    """

    record: Any
    why: tuple[str, ...]
    sure: bool = False

    def shown(self, to: Actor) -> dict[str, Any]:
        """As pages and the API tell it."""
        spec = registry.spec_of(self.record)
        return {
            "entity": spec.key, "id": self.record.pk, "title": title_of(spec, self.record, to), "kind": str(spec.label),
            "why": ", ".join(self.why),
        }  # fmt: skip


def customers_like(lead: Lead, *, to: Actor) -> list[Match]:
    """Customers within reach that this lead may be."""
    numbers = (lead.phone, lead.mobile)
    wanted = {
        "phone": numbers,
        "email": (lead.email,),
        "website": (lead.website,),
        "name": (lead.company or lead.name,),
    }
    return _alike(Customer, wanted, to)


def contacts_like(lead: Lead, *, to: Actor) -> list[Match]:
    """Contacts within reach that this lead may be."""
    numbers = (lead.mobile, lead.phone)
    return _alike(
        Contact, {"mobile": numbers, "phone": numbers, "email": (lead.email,), "name": (lead.name,)}, to
    )


def _alike(model: Any, wanted: Mapping[str, Iterable[str]], to: Actor) -> list[Match]:
    """Records that agree in at least one field that the actor may read; those that agree in most come first."""
    spec = registry.spec_of(model)
    asked = {
        name: {fold(value) for value in values if value}
        for name, values in wanted.items()
        if to.access.level(spec.key, name) >= Level.READ
    }
    ids = {
        number
        for name, values in asked.items()
        for value in values
        for number in _candidates(spec, name, value)
    }
    found = []
    for record in records.visible(model, to=to).filter(pk__in=ids):
        names = [name for name, values in asked.items() if fold(str(getattr(record, name))) in values]
        if names:
            sure = any(name != "name" for name in names) or model is Customer
            found.append(Match(record, tuple(str(spec.fields[name].label) for name in names), sure))
    return sorted(found, key=lambda match: (-len(match.why), match.record.pk))[:MOST]


def _candidates(spec: Any, name: str, value: str) -> list[int]:
    """Ids that may have this value, by an index; names are compared as they are sorted."""
    if name == "name":
        same = spec.model.live().filter(name_key=sort_key(value)).order_by("pk")
        return list(same.values_list("pk", flat=True)[:FEW])
    return (searching.few(spec, searching.query_of(value)) or [])[:FEW]
