"""Rules of registrations: the first who is approved is protected; who submits the same at the same time goes before an
arbitrator; one extension while the protection runs; a deal keeps it until it closes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import keeping, records, registry
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Invalid
from kith.engine.reacting import State
from kith.features.files.models import Attachment
from kith.kernel import clock
from kith.modules.customers.models import Customer
from kith.modules.sales import checking, protection
from kith.modules.sales.models import (
    DisputeState,
    Opportunity,
    ProductCategory,
    Registration,
    RegistrationDispute,
    RegistrationExtension,
    RegistrationState,
)

S = RegistrationState
SETTLED = (S.APPROVED, S.EXPIRED, S.CONVERTED, S.CANCELLED)
FIXED = ("name", "category", "tax_number", "phone", "address", "project_address", "dealer")
"""What a protection is about; it stays as it was decided on."""
MOST_PRODUCTS = 3
DESPITE = pgettext_lazy("registration", "Why, though somebody has it")
WHY = arg("longtext", _("Reason"), max_length=2_000)


def _state(*states: str) -> dict[str, Any]:
    return {"field": "state", "op": "in", "value": [str(one) for one in states]}


def _until(record: Any, actor: Actor) -> str:
    """Until when somebody else is protected, as people read it."""
    if record.state == S.CONVERTED or record.protected_until is None:
        return str(_("the deal closes"))
    return actor.show.datetime(record.protected_until)


def _refuse_protected(record: Registration, actor: Actor) -> None:
    held = protection.holder(record)
    if held is not None:
        raise Conflict(
            _("This customer is protected in this category until %(until)s.") % {"until": _until(held, actor)}
        )


# ---------------------------------------------------------------------- what always holds


def check_category(category: ProductCategory, *, actor: Actor) -> None:
    """The warning comes while the protection runs. Raises Invalid."""
    if category.warn_days >= category.days:
        raise Invalid({"warn_days": [_("The warning has to come after the protection begins.")]})


def check_category_free(category: ProductCategory, *, actor: Actor) -> None:
    """A category that registrations name stays. Raises Invalid."""
    if category.deleted_at and Registration.live().filter(category_id=category.pk).exists():
        raise Invalid({"": [_("Some records are here still. Move them on first.")]})


def check_settled(record: Registration, *, actor: Actor) -> None:
    """What was decided on does not change afterwards, and goes to the trash only once it protects nobody. Raises
    Invalid."""
    if record.before is None or record.restored or record.before["state"] not in SETTLED:
        return
    errors = {name: [_("This was decided on and stays as it is.")] for name in FIXED if record.moved(name)}
    if record.deleted_at and not record.before.trashed and record.state in (S.APPROVED, S.CONVERTED):
        errors[""] = [_("Cancel it first: it protects somebody.")]
    if errors:
        raise Invalid(errors)


def check_asked(record: Registration, *, actor: Actor) -> None:
    """A registration names at most three products, and a category that is in use when it is chosen. Raises Invalid."""
    if len(record.products or ()) > MOST_PRODUCTS:
        raise Invalid({"products": [_("Name three products at most.")]})
    if not record.moved("category") or record.restored or actor.channel == "import":
        return
    if not ProductCategory.live().filter(pk=record.category_id, active=True).exists():
        raise Invalid({"category": [_("This category is not in use.")]})


def note_rivals(rows: Sequence[Registration], *, actor: Actor) -> None:
    """Who is submitted while the same is submitted by somebody else goes before an arbitrator with him."""
    compared = ("state", *FIXED)
    fresh = [row for row in rows if row.state == S.SUBMITTED and any(row.moved(name) for name in compared)]
    for row in fresh:
        protection.hold_category(row.category_id)
        rivals = protection.others(row, Q(state=S.SUBMITTED))
        if rivals:
            _dispute(row, rivals, actor)


def _dispute(row: Registration, rivals: Sequence[Registration], actor: Actor) -> None:
    """Put them all before the arbitrator, in the dispute that is open already if there is one."""
    numbers = {one.dispute_id for one in (row, *rivals) if one.dispute_id}
    open_ = RegistrationDispute.live().filter(pk__in=numbers, state=DisputeState.OPEN).order_by("pk").first()
    if open_ is None:
        values = {"name": row.name, "category": row.category_id}
        open_ = records.create(RegistrationDispute, by=actor.as_house(), **values)
    keeping.keep(registry.spec("registration"), "dispute", {one.pk: open_.pk for one in (row, *rivals)})


def react(state: State, *, actor: Actor) -> None:
    """A form takes over what one may know of the customer that is chosen, where it says nothing yet."""
    row = state.record
    if row.pk is not None or row.customer_id is None:
        return
    known = registry.spec("customer").readable(actor)
    empty = [name for name in ("name", "phone", "address") if name in known and not getattr(row, name)]
    found = (
        records.visible(Customer, to=actor).filter(pk=row.customer_id).values(*empty).first()
        if empty
        else None
    )
    for name, value in (found or {}).items():
        if value:
            setattr(row, name, value)
            state.of(name).value = value


# ---------------------------------------------------------------------- the way of a registration


def known(record: Registration, _chosen: Mapping[str, Any] | None, *, actor: Actor) -> dict[str, Any]:
    """Who else has the customer, for who submits and who decides."""
    return {
        "found": [(one, one.said(actor)) for one in checking.conflicts(record, actor)],
        "despite": record.despite,
    }


def _require_reason(record: Registration, reason: str, actor: Actor) -> None:
    """Whoever asks for the customer of a colleague, or gives him away, says why; it stays with the registration."""
    record.despite = reason.strip() or record.despite
    # Kith's own rights: nobody is there who could say why.
    if record.despite.strip() or actor.access.everything:
        return
    theirs = next((one for one in checking.conflicts(record, actor) if one.kind in checking.THEIRS), None)
    if theirs is not None:
        said = _("%(title)s is with %(owner)s. Say why you register the customer all the same.")
        raise Invalid({"reason": [said % {"title": theirs.title, "owner": theirs.owner or "—"}]})


@action(
    pgettext_lazy("button", "Submit"),
    done=pgettext_lazy("done", "Submitted"),
    icon="send",
    tone="primary",
    event="submitted",
    when=_state(S.DRAFT, S.REJECTED),
    prepare=known,
    template="sales/known.html",
)
def submit(
    record: Registration,
    *,
    reason: Annotated[str, arg("longtext", DESPITE, max_length=2_000)] = "",
    actor: Actor,
) -> None:
    """Ask for the protection. Refused while somebody has it, where the same applicant asked for it already, and without
    a reason for the customer of a colleague."""
    category = protection.hold_category(record.category_id)
    _refuse_protected(record, actor)
    if any(
        protection.same_applicant(record, other) for other in protection.others(record, Q(state=S.SUBMITTED))
    ):
        raise Conflict(_("You have submitted this already."))
    _require_reason(record, reason, actor)
    if category.needs_evidence and not _has_file(record):
        raise Conflict(_("Attach a file as evidence first."))
    record.state, record.submitted_at = S.SUBMITTED, clock.now()
    record.decided_at = record.decided_by_id = None
    record.decision = ""


def _has_file(record: Registration) -> bool:
    found = Attachment.live().filter(about_entity="registration", about=record.pk, waiting=False)
    return found.exists()


@action(
    pgettext_lazy("button", "Approve"),
    done=pgettext_lazy("done", "Approved"),
    icon="check",
    tone="primary",
    event="approved",
    when=_state(S.SUBMITTED),
    prepare=known,
    template="sales/known.html",
)
def approve(
    record: Registration,
    *,
    reason: Annotated[str, arg("longtext", DESPITE, max_length=2_000)] = "",
    actor: Actor,
) -> None:
    """Protect the applicant from now on. Refused while somebody else is, while it waits for an arbitrator, and for the
    customer of a colleague without a reason, where the applicant said none."""
    category = protection.hold_category(record.category_id)
    _refuse_protected(record, actor)
    _require_reason(record, reason, actor)
    # Kith's own rights: the arbitrator's decision, which carries itself out.
    if not actor.access.everything and protection.in_dispute(record):
        raise Conflict(_("Others submitted the same. Decide the dispute instead."))
    now = clock.now()
    record.state, record.decision = S.APPROVED, ""
    record.decided_at, record.decided_by_id = now, actor.user_id
    record.protected_from, record.granted_days = now, category.days
    record.protected_until = now + dt.timedelta(days=category.days)
    record.extension_count = 0


@action(
    pgettext_lazy("button", "Reject"),
    done=pgettext_lazy("done", "Rejected"),
    icon="circle-x",
    event="rejected",
    when=_state(S.SUBMITTED),
)
def reject(record: Registration, *, reason: Annotated[str, WHY], actor: Actor) -> None:
    """Send it back with a reason; it can be completed and submitted again."""
    record.state, record.decision = S.REJECTED, reason
    record.decided_at, record.decided_by_id = clock.now(), actor.user_id


@action(
    pgettext_lazy("button", "Cancel registration"),
    done=pgettext_lazy("done", "Cancelled"),
    icon="x",
    tone="danger",
    event="cancelled",
    when=_state(S.DRAFT, S.SUBMITTED, S.REJECTED, S.APPROVED, S.CONVERTED),
)
def cancel(record: Registration, *, reason: Annotated[str, WHY], actor: Actor) -> None:
    """Give it up; a protection ends at once."""
    record.state, record.decision = S.CANCELLED, reason
    if record.protected_until is None or record.protected_until > clock.now():
        record.protected_until = clock.now() if record.protected_from else None


@action(
    pgettext_lazy("button", "Extend"),
    done=pgettext_lazy("done", "Extended"),
    icon="hourglass",
    event="extended",
    when={"all": [_state(S.APPROVED), {"field": "extension_count", "op": "is", "value": 0}]},
)
def extend(
    record: Registration, *, reason: Annotated[str, arg("text", _("Reason"), max_length=500)], actor: Actor
) -> None:
    """Prolong the protection, once, while it runs; kept as an extension of its own."""
    records.create(RegistrationExtension, by=actor, registration=record.pk, reason=reason)


@action(
    pgettext_lazy("button", "Expire"),
    done=pgettext_lazy("done", "Expired"),
    icon="clock",
    event="expired",
    when=_state(S.APPROVED),
)
def expire(record: Registration, *, actor: Actor) -> None:
    """The protection is over: what the job does once its time has come. Refused before."""
    if record.protected_until and record.protected_until > clock.now():
        raise Conflict(_("The protection still runs. Cancel it to end it."))
    record.state = S.EXPIRED


def suggested(record: Registration, _chosen: Mapping[str, Any] | None, *, actor: Actor) -> dict[str, Any]:
    """What the deal and its customer are at first."""
    return {"values": {"customer": record.customer_id, "called": record.project_name or record.name}}


@action(
    pgettext_lazy("button", "Make an opportunity"),
    done=pgettext_lazy("done", "Converted"),
    icon="target-arrow",
    tone="primary",
    event="converted",
    when=_state(S.APPROVED),
    many=False,
    prepare=suggested,
)
def convert(
    record: Registration,
    *,
    customer: Annotated[Any, arg("reference", _("Customer"), target="customer")] = None,
    called: Annotated[str, arg("text", _("Name of the opportunity"), max_length=200)] = "",
    actor: Actor,
) -> Opportunity:
    """A deal comes of it; the protection holds until that closes. Without a customer a new one is made."""
    if record.protected_until is None or record.protected_until <= clock.now():
        raise Conflict(_("The protection is over."))
    known = customer.pk if customer else record.customer_id
    if known is None:
        said = {"name": record.name, "phone": record.phone, "address": record.address}
        known = records.create(Customer, by=actor, **said).pk
    product = next(iter(record.products or ()), None)
    deal: Opportunity = records.create(
        Opportunity,
        by=actor,
        name=called or record.project_name or record.name,
        customer=known,
        product=product,
    )
    record.state, record.customer_id, record.opportunity_id = S.CONVERTED, known, deal.pk
    record.protected_until = None
    return deal


# ---------------------------------------------------------------------- disputes


@action(
    pgettext_lazy("button", "Decide"),
    done=pgettext_lazy("done", "Decided"),
    icon="gavel",
    tone="primary",
    event="decided",
    when={"field": "state", "op": "is", "value": "open"},
    many=False,
)
def decide(
    dispute: RegistrationDispute,
    *,
    winner: Annotated[Any, arg("reference", _("Who gets it"), target="registration")],
    reason: Annotated[str, WHY],
    actor: Actor,
) -> None:
    """Protect one of those who submitted, and send the others back with the reason."""
    parties = list(Registration.live().filter(dispute_id=dispute.pk, state=S.SUBMITTED).order_by("pk"))
    if winner.pk not in {one.pk for one in parties}:
        raise Invalid({"winner": [_("Choose one of those who submitted it.")]})
    house = actor.as_house()
    records.perform("approve", (Registration, winner.pk), by=house)
    for one in parties:
        if one.pk != winner.pk:
            records.perform("reject", (Registration, one.pk), by=house, reason=reason)
    dispute.state, dispute.winner_id, dispute.reason = DisputeState.DECIDED, winner.pk, reason
    dispute.decided_by_id, dispute.decided_at = actor.user_id, clock.now()
