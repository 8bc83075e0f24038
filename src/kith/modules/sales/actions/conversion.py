"""A lead becomes a customer, a contact and a deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import bulk, called, records, registry
from kith.engine.access import Reach
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.scope import Scope
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer, CustomerKind, Involvement
from kith.modules.sales.actions import leads
from kith.modules.sales.actions.mapping import TARGETS, Plan
from kith.modules.sales.known import matches
from kith.modules.sales.models import Lead, LeadStatus, Opportunity

CUSTOMER = called.Later(lambda: _("Existing %(thing)s") % {"thing": called.one("customer")})
CONTACT = called.Later(lambda: _("Existing %(thing)s") % {"thing": called.one("contact")})
OPPORTUNITY = called.Later(lambda: _("New %(thing)s") % {"thing": called.one("opportunity")})
DEAL_NAME = called.Later(
    lambda: f"{registry.spec('opportunity').label} → {called.field('opportunity', 'name')}"
)


def preview(lead: Lead, chosen: Mapping[str, Any] | None = None, *, actor: Actor) -> dict[str, Any]:
    """What the form begins with and shows: `values` suggested, `moves`, what is `lost`, known records as `matches`.

    `moves` and `lost` are those of the suggested values, or of the `chosen` ones.
    """
    customers, contacts = matches(lead, to=actor)
    if chosen is None:
        customer = customers[0].record if customers else None
        contact = next((item.record for item in contacts if item.sure and _fits(item.record, customer)), None)
    else:
        customer = _seen(Customer, chosen.get("customer"), actor)
        contact = _seen(Contact, chosen.get("contact"), actor)
    customer = customer or _main_customer(contact, actor)
    deal = chosen is None or bool(chosen.get("opportunity", True))
    plan = Plan(lead, actor, {"customer": customer, "contact": contact}, deal)
    return {
        "values": {
            "customer": customer.pk if customer else None, "contact": contact.pk if contact else None,
            "opportunity": True, "deal_name": lead.company or lead.name,
        },
        "moves": [move.shown(actor) for move in plan.moves if move.target is not None],
        "lost": [move.shown(actor) for move in plan.lost],
        "matches": [item.shown(actor) for item in (*customers, *contacts)],
    }  # fmt: skip


def _fits(contact: Contact, customer: Customer | None) -> bool:
    return customer is None or contact.customer_id in (None, customer.pk)


def _main_customer(contact: Contact | None, actor: Actor) -> Any:
    """The customer of a known contact, if the actor sees it."""
    return _seen(Customer, contact.customer_id if contact else None, actor)


def _seen(model: type[Customer | Contact], number: int | None, actor: Actor) -> Any:
    """A record by its id, if the actor sees it."""
    return records.visible(model, to=actor).filter(pk=number).first() if number else None


@action(
    _("Convert"), done=pgettext_lazy("done", "Converted"), icon="user-check", tone="primary", event="converted",
    when=leads.OPEN, many=False, into=("status", LeadStatus.CONVERTED), prepare=preview, template="sales/convert.html",
)  # fmt: skip
def convert(
    lead: Lead,
    *,
    customer: Annotated[Customer | None, arg("reference", CUSTOMER, target="customer")] = None,
    contact: Annotated[Contact | None, arg("reference", CONTACT, target="contact")] = None,
    opportunity: Annotated[bool, arg("boolean", OPPORTUNITY)] = True,
    deal_name: Annotated[str, arg("text", DEAL_NAME, max_length=200)] = "",
    close_on: Annotated[dt.date | None, arg("date", _("Expected to close on"), begin=None)] = None,
    actor: Actor,
) -> Any:
    """Make or complete customer and contact, open a deal, bring the activities along; gives deal or customer."""
    customer = customer or _main_customer(contact, actor)
    plan = Plan(lead, actor, {"customer": customer, "contact": contact}, opportunity)
    keep = _assigned(lead, actor)
    kind = CustomerKind.COMPANY if lead.company else CustomerKind.PERSON
    customer = _filled(plan, "customer", {"kind": kind, **keep})
    if plan.makes("contact"):
        contact = _filled(plan, "contact", {"customer": customer, **keep})
        _involve(contact, customer, actor)
    deal = None
    if opportunity:
        first = {"name": deal_name or lead.company or lead.name, "customer": customer, "contact": contact}
        values = {**plan.values("opportunity"), **first, "close_on": close_on, **keep}
        deal = records.create(Opportunity, by=actor, **values)
    _bring_activities(lead, customer, actor)
    lead.status, lead.converted_at = LeadStatus.CONVERTED, clock.now()
    lead.customer, lead.contact, lead.opportunity = customer, contact, deal
    return deal or customer


def _assigned(lead: Lead, actor: Actor) -> dict[str, Any]:
    """What is made belongs to the lead's owner, if the actor may give it to him."""
    theirs = lead.owner_id and lead.owner_id != actor.user_id
    may = all(actor.access.reach(entity, "assign") is not Reach.NONE for entity in TARGETS)
    return {"owner": lead.owner_id, "team": lead.team_id} if theirs and may else {}


def _filled(plan: Plan, entity: str, otherwise: Mapping[str, Any]) -> Any:
    """A new record, or the known one with what it lacks, as far as the actor may change that."""
    spec, known, values = registry.spec(entity), plan.known.get(entity), plan.values(entity)
    if known is None:
        return records.create(spec.model, by=plan.actor, **{**otherwise, **values})
    empty = {key for key in values if spec.fields[key].type.empty(spec.value(known, spec.fields[key]))}
    lacking = {key: value for key, value in values.items() if key in empty}
    if lacking and Scope(entity, plan.actor.access, "update").covers(known):
        return records.update(known, by=plan.actor, **lacking)
    return known


def _involve(contact: Any, customer: Any, actor: Actor) -> None:
    """A known contact of another company is from now on involved in this one too."""
    if contact.customer_id == customer.pk:
        return
    if not Involvement.live().filter(contact_id=contact.pk, customer_id=customer.pk).exists():
        records.create(Involvement, by=actor.as_house(), contact=contact, customer=customer)


def _bring_activities(lead: Lead, customer: Any, actor: Actor) -> None:
    """What was done about the lead was done with the customer."""
    about = Activity.live().filter(about_entity="lead", about=lead.pk).exclude(customer_id=customer.pk)
    rows = [(number, None, {"customer": customer.pk}) for number in about.values_list("pk", flat=True)]
    if rows:
        bulk.update(Activity, rows, by=actor.as_house())
