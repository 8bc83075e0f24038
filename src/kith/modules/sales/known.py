"""Who is known already: customers and contacts that share a name, number, mail address or site with a lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kith.engine import records, registry, searching
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.titles import title_of
from kith.features.duplicates import wording
from kith.features.duplicates.finding import Ask, look
from kith.kernel.text import fold
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Lead

FEW = 50
MOST = 5


@dataclass(frozen=True)
class Match:
    """A known record and what agrees; `sure` when more than the name does.

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


def matches(lead: Lead, *, to: Actor) -> tuple[list[Match], list[Match]]:
    """Customers and contacts within reach that this lead may be: what agrees in most first."""
    firm = _ask("customer", lead, lead.company or lead.name)
    person = _ask("contact", lead, lead.name)
    firms, people = ([one for one in found if one.seen] for found in look([firm, person], by=to))
    customers = _with_sites([(one.record, one.telling) for one in firms], _of_site(lead, to))
    contacts = [
        Match(one.record, (wording.words(one.telling),), sure=bool(one.telling - {"name"})) for one in people
    ]
    return customers[:MOST], contacts[:MOST]


def _with_sites(alike: Sequence[tuple[Any, Collection[str]]], sites: Iterable[Customer]) -> list[Match]:
    """Customers found by keys or by their site, those that agree in most first."""
    label = str(registry.spec("customer").fields["website"].label)
    rows = {record.pk: record for record, _telling in alike}
    agree = {record.pk: len(telling) for record, telling in alike}
    why = {record.pk: [wording.words(telling)] for record, telling in alike}
    for row in sites:
        rows.setdefault(row.pk, row)
        agree[row.pk] = agree.get(row.pk, 0) + 1
        why.setdefault(row.pk, []).append(label)
    first = sorted(rows, key=lambda number: -agree[number])
    return [Match(rows[number], tuple(why[number]), sure=True) for number in first]


def _ask(entity: str, lead: Lead, name: str) -> Ask:
    """What a lead says of whom it may be."""
    texts = {"name": name, "phone": f"{lead.phone}\n{lead.mobile}", "mail": lead.email}
    return Ask((entity,), {what: text for what, text in texts.items() if text.strip()})


def _of_site(lead: Lead, to: Actor) -> Iterable[Customer]:
    """Customers of the same site, which no key is kept of: the search finds them."""
    spec = registry.spec("customer")
    if not lead.website or to.access.level(spec.key, "website") < Level.READ:
        return []
    ids = (searching.few(spec, searching.query_of(lead.website)) or [])[:FEW]
    rows = records.visible(Customer, to=to).filter(pk__in=ids).order_by("pk")
    return [row for row in rows if fold(row.website) == fold(lead.website)]
