"""Rules of customers and contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import towns
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.features.grading import history
from kith.kernel import clock
from kith.modules.customers.models import Contact, Customer, Grade, Involvement


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
        raise Invalid({"parent": [_("A record cannot belong to itself.")]})


def locate(customer: Customer, *, actor: Actor) -> None:
    """Where nobody said better, a customer is in the middle of its town."""
    if customer.restored:
        return
    if customer.location and (customer.before is None or customer.moved("location")):
        customer.town_only = False
    elif not customer.location or (
        customer.town_only and (customer.moved("city") or customer.moved("country"))
    ):
        found = towns.find(customer.city, customer.country)
        customer.location, customer.town_only = str(found or ""), found is not None


def note_owner(record: Any, *, actor: Actor) -> None:
    """Since when the owner has a record, whatever way he got it; an undo gives the earlier owner his earlier day."""
    if record.moved("owner"):
        record.owner_since = clock.now() if record.owner_id else None


def tidy_names(record: Any, *, actor: Actor) -> None:
    """Other names stand one in a line, each once, and none of them is the name itself."""
    if record.other_names and not record.restored:
        lines = dict.fromkeys(" ".join(line.split()) for line in record.other_names.splitlines())
        record.other_names = "\n".join(line for line in lines if line and line != record.name)


def note_birthday(contact: Contact, *, actor: Actor) -> None:
    """Month and day follow the birthday."""
    day = contact.birthday
    contact.birth_day = None if day is None else day.month * 100 + day.day


def check_involvement(involvement: Involvement, *, actor: Actor) -> None:
    """The contact's own customer is no further one. Raises Invalid."""
    own = Contact.live().filter(pk=involvement.contact_id).values_list("customer_id", flat=True).first()
    if own is not None and own == involvement.customer_id:
        raise Invalid({"customer": [_("This link exists already.")]})


@action(
    _("Set grade by hand"),
    done=pgettext_lazy("done", "Grade set by hand"),
    icon="pencil",
    help=_("Rules leave the grade alone until that day; then it is looked at again."),
)
def set_grade(
    customer: Customer,
    *,
    grade: Annotated[str, arg("choice", _("Grade"), choices=Grade.choices)],
    reason: Annotated[str, arg("text", _("Reason"), max_length=300)],
    until: Annotated[dt.date, arg("date", _("Holds until"), begin=None)],
    actor: Actor,
) -> None:
    """Somebody knows better than the rules, for a while. Raises Invalid."""
    if until < clock.today(actor.time_zone):
        raise Invalid({"until": [_("This day has passed.")]})
    history.by_hand(customer, "grade", customer.grade, grade, reason=reason, until=until, actor=actor)
    customer.grade, customer.grade_until, customer.grade_review_on = grade, until, until


def keep_grade(customer: Customer, *, actor: Actor) -> None:
    """Until when a grade holds that was written into the form, and when it is looked at again."""
    history.keep_days(customer, "grade", actor=actor)


def note_grades(customers: Sequence[Customer], *, actor: Actor) -> None:
    """Grades that were written into the form stand in the history too."""
    history.note_written(customers, "grade", actor=actor)


def check_reports_to(contact: Contact, *, actor: Actor) -> None:
    """Nobody reports to himself, directly or through others. Raises Invalid."""
    if not contact.reports_to_id or not contact.moved("reports_to"):
        return
    if contact.reports_to_id == contact.pk:
        raise Invalid({"reports_to": [_("Nobody reports to himself.")]})
    seen: set[int] = {contact.pk}
    above: int | None = contact.reports_to_id
    while above is not None and above not in seen:
        seen.add(above)
        above = Contact.live().filter(pk=above).values_list("reports_to_id", flat=True).first()
    if above is not None:
        raise Invalid({"reports_to": [_("That person reports to this one already, perhaps through others.")]})


def check_place(involvement: Involvement, *, actor: Actor) -> None:
    """Nobody reports to himself in a further company either. Raises Invalid."""
    if involvement.reports_to_id is not None and involvement.reports_to_id == involvement.contact_id:
        raise Invalid({"reports_to": [_("Nobody reports to himself.")]})
