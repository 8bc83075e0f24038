"""A lead becomes a customer, a contact and a deal: what goes where, what has no place, who is known already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from kith.engine import bulk, records, registry
from kith.engine.access import Level, Reach
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.scope import Scope
from kith.engine.titles import titles
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer, CustomerKind, Involvement
from kith.modules.sales import matching
from kith.modules.sales.actions import leads
from kith.modules.sales.models import Lead, LeadStatus, Opportunity

# Where each field of a lead goes: "entity.field" in order of choice for a lead of a company, and for one of a person.
COMPANY: Mapping[str, tuple[str, ...]] = {
    "company": ("customer.name",),
    "name": ("contact.name",),
    "position": ("contact.position",),
    "phone": ("customer.phone", "contact.phone"),
    "mobile": ("contact.mobile",),
    "email": ("contact.email",),
    "tags": ("customer.tags",),
}
PERSON: Mapping[str, tuple[str, ...]] = {
    "name": ("customer.name",),
    "phone": ("customer.phone",),
    "mobile": ("customer.phone",),
    "email": ("customer.email",),
    "tags": ("customer.tags",),
}
BOTH: Mapping[str, tuple[str, ...]] = {
    "website": ("customer.website",),
    "country": ("customer.country",),
    "city": ("customer.city",),
    "address": ("customer.address",),
    "industry": ("customer.industry",),
    "employees": ("customer.employees",),
    "next_contact_on": ("customer.next_contact_on",),
    "source": ("opportunity.source", "customer.source"),
    "product": ("opportunity.product",),
    "amount": ("opportunity.amount",),
    "about": ("opportunity.about", "customer.about"),
}
OWN = frozenset({"status", "disqualified_because", "customer", "contact", "opportunity", "converted_at"})
TARGETS = ("customer", "contact", "opportunity")


@dataclass(frozen=True)
class Move:
    """A filled field of the lead: what it holds, and the field that it goes to (None: it has no place)."""

    source: FieldSpec
    value: Any
    target: FieldSpec | None = None


@dataclass(frozen=True)
class Plan:
    """What a conversion would do, within the fields that the actor may read and write."""

    moves: tuple[Move, ...]

    @property
    def lost(self) -> tuple[Move, ...]:
        """Filled fields that go nowhere; they stay readable on the lead."""
        return tuple(move for move in self.moves if move.target is None)

    def values(self, entity: str) -> dict[str, Any]:
        """The values that a record of this entity gets."""
        return {move.target.key: move.value for move in self.moves if move.target and move.target.entity == entity}


def plan(lead: Lead, *, actor: Actor, known: Mapping[str, Any], opportunity: bool = True) -> Plan:
    """Where everything goes. `known` are existing records by entity: they get only what they lack."""
    person = not lead.company
    makes = {"customer", *(("contact",) if not person or known.get("contact") else ()), *(("opportunity",) if opportunity else ())}
    moves: list[Move] = []
    taken: set[tuple[str, str]] = set()
    spec = registry.spec("lead")
    places = {**BOTH, **(PERSON if person else COMPANY)}
    for field in spec.readable(actor).values():
        value = spec.value(lead, field)
        if field.key in OWN or field.key in ASIDE or field.type.empty(value) or value is False:
            continue
        choices = places.get(field.key) or tuple(f"{entity}.{field.key}" for entity in TARGETS if field.custom)
        targets = (_target(choice, field, value, actor, known) for choice in choices if choice.split(".")[0] in makes)
        target = next((item for item in targets if item is not None and (item.entity, item.key) not in taken), None)
        if target is not None:
            taken.add((target.entity, target.key))
        moves.append(Move(field, value, target))
    return Plan(tuple(moves))


ASIDE = frozenset({"owner", "unit", "team", "created_at", "created_by", "updated_at", "updated_by"})


def _target(choice: str, field: FieldSpec, value: Any, actor: Actor, known: Mapping[str, Any]) -> FieldSpec | None:
    """The field behind "entity.field", if the actor may write it and it is free or says the same already."""
    entity, _dot, key = choice.partition(".")
    spec = registry.spec(entity)
    found = spec.fields.get(key)
    if found is None or found.type.key != field.type.key or actor.access.level(entity, key) < Level.WRITE:
        return None
    record = known.get(entity)
    if record is not None and not found.type.empty(spec.value(record, found)) and spec.value(record, found) != value:
        return None
    return found


def preview(lead: Lead, *, actor: Actor) -> dict[str, Any]:
    """What the form of the conversion shows and begins with: suggested values, moves, losses, known records."""
    customers = matching.customers_like(lead, to=actor)
    contacts = matching.contacts_like(lead, to=actor)
    customer = customers[0].record if customers else None
    contact = contacts[0].record if contacts and (customer is None or contacts[0].record.customer_id in (None, customer.pk)) else None
    if customer is None and contact is not None and contact.customer_id is not None:
        customer = records.visible(Customer, to=actor).filter(pk=contact.customer_id).first()
    planned = plan(lead, actor=actor, known={"customer": customer, "contact": contact})
    return {
        "values": {
            "customer": customer.pk if customer else None, "contact": contact.pk if contact else None,
            "opportunity": True, "deal_name": lead.company or lead.name,
        },
        "moves": [_shown(move, actor) for move in planned.moves if move.target is not None],
        "lost": [_shown(move, actor) for move in planned.lost],
        "matches": [item.shown() for item in (*customers, *contacts)],
    }  # fmt: skip


def _shown(move: Move, actor: Actor) -> dict[str, str]:
    """A move as people read it."""
    text = move.source.type.text(move.value, move.source, actor.show)
    if move.source.type.key == "reference" and move.source.target:
        text = titles(move.source.target, [move.value], actor).get(move.value, "")
    if move.target is None:
        return {"field": str(move.source.label), "value": text, "to": "", "to_field": ""}
    to = registry.spec(move.target.entity)
    return {"field": str(move.source.label), "value": text, "to": str(to.label), "to_field": str(move.target.label)}


@action(
    _("Convert"), icon="user-check", tone="primary", event="converted", when=leads.OPEN, many=False, prepare=preview,
    template="sales/convert.html",
)  # fmt: skip
def convert(
    lead: Lead,
    *,
    customer: Annotated[Customer | None, arg("reference", _("Existing customer"), target="customer")] = None,
    contact: Annotated[Contact | None, arg("reference", _("Existing contact"), target="contact")] = None,
    opportunity: Annotated[bool, arg("boolean", _("Open an opportunity"))] = True,
    deal_name: Annotated[str, arg("text", _("Name of the opportunity"), max_length=200)] = "",
    close_on: Annotated[dt.date | None, arg("date", _("Expected to close on"))] = None,
    actor: Actor,
) -> Any:
    """Make or complete the customer and contact, open a deal, and bring the activities along. Gives the deal or customer."""
    if customer is None and contact is not None and contact.customer_id is not None:
        customer = records.visible(Customer, to=actor).filter(pk=contact.customer_id).first()
    planned = plan(lead, actor=actor, known={"customer": customer, "contact": contact}, opportunity=opportunity)
    keep = _assigned(lead, actor)
    kind = CustomerKind.COMPANY if lead.company else CustomerKind.PERSON
    customer = _filled(Customer, customer, planned.values("customer"), {"kind": kind, **keep}, actor)
    if lead.company or contact is not None:
        contact = _filled(Contact, contact, planned.values("contact"), {"customer": customer, **keep}, actor)
        _involve(contact, customer, actor)
    deal = None
    if opportunity:
        first = {"name": deal_name or lead.company or lead.name, "customer": customer, "contact": contact, "close_on": close_on}
        deal = records.create(Opportunity, by=actor, **{**planned.values("opportunity"), **first, **keep})
    _bring_activities(lead, customer, actor)
    lead.status, lead.converted_at = LeadStatus.CONVERTED, clock.now()
    lead.customer_id, lead.contact_id = customer.pk, contact.pk if contact else None
    lead.opportunity_id = deal.pk if deal else None
    return deal or customer


def _assigned(lead: Lead, actor: Actor) -> dict[str, Any]:
    """What is made belongs to the lead's owner, if the actor may give it to him."""
    theirs = lead.owner_id is not None and lead.owner_id != actor.user_id
    may = all(actor.access.reach(entity, "assign") is not Reach.NONE for entity in TARGETS)
    return {"owner": lead.owner_id, "team": lead.team_id} if theirs and may else {}


def _filled(model: Any, known: Any, values: Mapping[str, Any], otherwise: Mapping[str, Any], actor: Actor) -> Any:
    """A new record, or the known one with what it lacked, as far as the actor may change it."""
    if known is None:
        return records.create(model, by=actor, **{**otherwise, **values})
    if values and Scope(registry.key_of(model), actor.access, "update").covers(known):
        return records.update(known, by=actor, **values)
    return known


def _involve(contact: Contact, customer: Customer, actor: Actor) -> None:
    """A known contact of another company is from now on involved in this one too."""
    if contact.customer_id == customer.pk:
        return
    if not Involvement.live().filter(contact_id=contact.pk, customer_id=customer.pk).exists():
        records.create(Involvement, by=actor.as_house(), contact=contact, customer=customer)


def _bring_activities(lead: Lead, customer: Customer, actor: Actor) -> None:
    """What was done about the lead was done with the customer."""
    about = Activity.live().filter(about_entity="lead", about=lead.pk).exclude(customer_id=customer.pk)
    rows = [(number, None, {"customer": customer.pk}) for number in about.values_list("pk", flat=True)]
    if rows:
        bulk.update(Activity, rows, by=actor.as_house())
