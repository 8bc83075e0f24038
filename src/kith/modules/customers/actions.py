"""Rules of customers and contacts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.customers.models import Contact, Customer, Involvement


def check_parent(customer: Customer, *, actor: Actor) -> None:
    """A customer cannot belong to itself, directly or through others. Raises Invalid."""
    if not customer.parent_id or not customer.moved("parent"):
        return
    seen: set[int] = {customer.pk}
    above: int | None = customer.parent_id
    while above is not None and above not in seen:
        seen.add(above)
        above = Customer.live().filter(pk=above).values_list("parent_id", flat=True).first()
    if above is not None:
        raise Invalid({"parent": [_("A customer cannot belong to itself.")]})


def check_involvement(involvement: Involvement, *, actor: Actor) -> None:
    """The contact's own customer is no further one. Raises Invalid."""
    own = Contact.live().filter(pk=involvement.contact_id).values_list("customer_id", flat=True).first()
    if own is not None and own == involvement.customer_id:
        raise Invalid({"customer": [_("This is the contact's own company already.")]})
