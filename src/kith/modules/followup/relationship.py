"""How far the relationship with each customer has come, by what really happened; nobody types it.

A customer has the furthest stage whose own conditions hold:

- interaction: at least one effective follow-up (what counts as one is configured);
- continuity: effective follow-ups in CONTINUOUS different months of the last MONTHS, the present one included;
- understanding: a visit that was an interview, or at which questions were answered; or an effective follow-up with a
  customer one of whose contacts has a written background and one of whose contacts decides;
- relationship: a deal that was won, and continuity.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth

from kith.engine import keeping, registry
from kith.engine.actor import Actor
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.modules.activities.actions.activities import SPOKEN_AT
from kith.modules.activities.models import Activity, Visit, VisitAnswer
from kith.modules.activities.models.visits import Purpose
from kith.modules.customers.models import Contact, ContactRole, Customer, Involvement, RelationshipStage
from kith.modules.followup import queries
from kith.modules.sales.models import Opportunity, Outcome

MONTHS, CONTINUOUS = 6, 3
"""Of the last so many months, so many with a follow-up make continuity."""
NAME = "relationship"
THEIRS = OuterRef("pk")
FACTS = ("spoken", "months", "interviewed", "known", "won")
READ = {
    "contact": ("customer", "role", "background"),
    "involvement": ("customer", "role", "contact"),
    "opportunity": ("customer", "outcome"),
    "visit": ("activity", "purpose"),
    "visit-answer": ("activity", "text", "picture"),
}
"""What a stage is worked out from, besides activities: a write of anything else moves none."""
VISITS = ("visit", "visit-answer")


def begin() -> dt.datetime:
    """When the months begin that count for continuity, where the company is."""
    today = clock.today(company().time_zone)
    year, month = divmod(today.year * 12 + today.month - MONTHS, 12)
    return dt.datetime(year, month + 1, 1, tzinfo=ZoneInfo(company().time_zone))


def months() -> Any:
    """In how many of those months a customer was followed up."""
    since = begin()
    rows = queries.effective().alias(spoken=SPOKEN_AT).filter(customer=THEIRS, spoken__gte=since).order_by()
    month = TruncMonth("spoken", tzinfo=since.tzinfo)
    return Subquery(rows.values("customer").annotate(n=Count(month, distinct=True)).values("n"))


def interviewed() -> Any:
    """Whether a visit took place that was an interview, or at which something was answered."""
    visits = Visit.live().filter(
        activity__customer=THEIRS, activity__done=True, activity__deleted_at=None, purpose=Purpose.INTERVIEW
    )
    said = ~Q(text="") | Q(picture__isnull=False)
    answers = VisitAnswer.live().filter(
        said, activity__customer=THEIRS, activity__done=True, activity__deleted_at=None
    )
    return Exists(visits) | Exists(answers)


def known() -> Any:
    """Whether somebody's background was written down, and somebody is known to decide."""
    people = Contact.live().filter(customer=THEIRS)
    places = Involvement.live().filter(customer=THEIRS, contact__deleted_at=None)
    background = Exists(people.exclude(background="")) | Exists(places.exclude(contact__background=""))
    decides = {"role": ContactRole.DECIDES}
    return background & (Exists(people.filter(**decides)) | Exists(places.filter(**decides)))


def stages(ids: Collection[int]) -> dict[int, str]:
    """The stages of customers, by one statement; an empty text for those that nobody met."""
    rows = Customer.objects.filter(pk__in=ids).annotate(
        spoken=Exists(queries.effective().filter(customer=THEIRS)),
        months=months(),
        interviewed=interviewed(),
        known=known(),
        won=Exists(Opportunity.live().filter(customer=THEIRS, outcome=Outcome.WON)),
    )
    return {facts["pk"]: stage(facts) for facts in rows.values("pk", *FACTS)}


def stage(facts: Mapping[str, Any]) -> str:
    """The furthest stage whose conditions hold."""
    continuous = (facts["months"] or 0) >= CONTINUOUS
    if continuous and facts["won"]:
        return RelationshipStage.RELATIONSHIP.value
    if facts["interviewed"] or (facts["spoken"] and facts["known"]):
        return RelationshipStage.UNDERSTANDING.value
    if continuous:
        return RelationshipStage.CONTINUITY.value
    return RelationshipStage.INTERACTION.value if facts["spoken"] else ""


def bring_up_to_date(ids: Collection[int]) -> None:
    """Store anew how far the relationship with these customers has come; inside the gate only."""
    if ids:
        keeping.keep(registry.spec("customer"), NAME, stages(ids))


# ---------------------------------------------------------------------- what else than activities it follows


def keep_stage(spec: EntitySpec, rows: Sequence[Any], _actor: Actor) -> None:
    """Deals, contacts and what came of visits tell at once; activities do where follow-ups are kept."""
    if spec.key not in READ:
        return
    told = [row for row in rows if touches(spec, row)]
    if told and spec.key in VISITS:
        activities = {number for row in told for number in _linked(row, "activity")}
        found = Activity.objects.filter(pk__in=activities, customer__isnull=False)
        bring_up_to_date(set(found.values_list("customer_id", flat=True)))
    elif told:
        bring_up_to_date({*_placed(spec, told), *(n for row in told for n in _linked(row, "customer"))})


def touches(spec: EntitySpec, row: Any) -> bool:
    """Whether a write can have moved a stage: that of a deal only if it is won, or was until now."""
    if not altered(row, READ[spec.key]):
        return False
    before = row.before
    return spec.key != "opportunity" or Outcome.WON in (
        row.outcome,
        before["outcome"] if before is not None else "",
    )


def altered(row: Any, names: Iterable[str]) -> bool:
    """Whether a record is new, comes out of the trash or goes there, or has another value in one of these fields."""
    before = row.before
    if before is None or before.trashed != (row.deleted_at is not None):
        return True
    return any(row.moved(name) for name in names)


def _placed(spec: EntitySpec, rows: Iterable[Any]) -> Collection[int]:
    """The other customers at which contacts have a place: what is known of these people counts there too."""
    if spec.key != "contact" or not (old := {row.pk for row in rows if row.before is not None}):
        return ()
    return set(Involvement.live().filter(contact__in=old).values_list("customer_id", flat=True))


def _linked(row: Any, name: str) -> Iterator[int]:
    """What a record links to by a field, and what it did before the write that is going on."""
    before = row.before
    for number in (getattr(row, f"{name}_id"), before[name] if before is not None else None):
        if number is not None:
            yield number


keeping.everywhere.append(keep_stage)
