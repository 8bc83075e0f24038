"""Rules of visits: checking in and out, what counts, and what is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from kith.engine import records
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid
from kith.features.files.models import Attachment
from kith.kernel import clock
from kith.kernel.places import distance
from kith.kernel.places import parse as point
from kith.modules.activities.models import (
    Activity,
    ActivityKind,
    Located,
    Moment,
    PositionConsent,
    Visit,
    VisitAnswer,
    VisitPosition,
    VisitRule,
    Wanting,
)
from kith.modules.activities.queries import visits as queries
from kith.modules.customers.models import Customer

JUST_NOW = dt.timedelta(hours=1)
METRES = 1_000


def fill_customers(visits: Sequence[Visit], *, actor: Actor) -> None:
    """A visit is with the customer of its activity."""
    wanted = {one.activity_id for one in visits if one.before is None or one.moved("activity")}
    known = dict(Activity.objects.filter(pk__in=wanted).values_list("pk", "customer_id")) if wanted else {}
    for visit in visits:
        visit.customer_id = known.get(visit.activity_id, visit.customer_id)


def finish(visits: Sequence[Visit], *, actor: Actor) -> None:
    """Who checks out is done with the visit; what he found is its outcome."""
    for visit in visits:
        if visit.out_at is None or not visit.moved("out_at") or visit.restored:
            continue
        activity = Activity.live().filter(pk=visit.activity_id, done=False).first()
        if activity is not None:
            said = {"outcome": visit.findings.partition("\n")[0][:500], "next_contact_on": visit.agreed}
            records.perform("complete", activity, by=actor, **said)


@action(
    _("Check in"), done=pgettext_lazy("done", "Checked in"), icon="map-pin", tone="primary", event="checked_in",
    when={"field": "in_at", "op": "empty"}, many=False,
)  # fmt: skip
def check_in(
    visit: Visit,
    *,
    place: Annotated[str, arg("location", _("Position"))] = "",
    accuracy: Annotated[int | None, arg("integer", _("Accuracy (m)"), minimum=0)] = None,
    reason: Annotated[str, arg("text", _("Reason, when the place cannot be had"), max_length=300)] = "",
    note_place: Annotated[bool, arg("boolean", _("This is where the customer is"))] = False,
    actor: Actor,
) -> None:
    """Somebody has arrived. Raises Forbidden for a visit of others, Invalid."""
    activity, customer = _mine(visit, actor)
    rule = queries.rule_for(customer)
    _not_elsewhere(visit, activity, actor)
    _consented(rule, place, actor)
    _pictured(rule, activity, actor)
    visit.in_state = located(rule, place, accuracy)
    if note_place:
        _note(customer, place, visit.in_state, actor)
    visit.in_distance = metres(customer, place)
    visit.in_accuracy, visit.in_reason = accuracy if place else None, reason.strip()
    _reasoned(visit.in_state, visit.in_distance, visit.in_reason, rule)
    visit.in_at = clock.now().replace(microsecond=0)
    visit.pictures_until = visit.in_at.date() + dt.timedelta(days=rule.pictures_days)
    _keep(visit, Moment.IN, rule, place=place, accuracy=accuracy, actor=actor)


@action(
    _("Check out"), done=pgettext_lazy("done", "Checked out"), icon="check", tone="primary", event="checked_out",
    when={"all": [{"field": "in_at", "op": "not_empty"}, {"field": "out_at", "op": "empty"}]}, many=False,
)  # fmt: skip
def check_out(
    visit: Visit,
    *,
    place: Annotated[str, arg("location", _("Position"))] = "",
    accuracy: Annotated[int | None, arg("integer", _("Accuracy (m)"), minimum=0)] = None,
    reason: Annotated[str, arg("text", _("Reason, when the place cannot be had"), max_length=300)] = "",
    findings: Annotated[str, arg("longtext", _("Findings"))] = "",
    next_step: Annotated[str, arg("text", _("Next step"), max_length=300)] = "",
    next_contact_on: Annotated[dt.date | None, arg("date", _("Next contact"), begin=None, ahead=True)] = None,
    actor: Actor,
) -> None:
    """Somebody leaves: how long he stayed, and whether it counts. Raises Forbidden, Invalid."""
    _activity, customer = _mine(visit, actor)
    rule = queries.rule_for(customer)
    _answered(visit, customer)
    _consented(rule, place, actor)
    visit.out_state, visit.out_distance = located(rule, place, accuracy), metres(customer, place)
    visit.out_accuracy, visit.out_reason = accuracy if place else None, reason.strip()
    _reasoned(visit.out_state, visit.out_distance, visit.out_reason, rule)
    visit.out_at = clock.now().replace(microsecond=0)
    visit.findings, visit.next_step = findings or visit.findings, next_step or visit.next_step
    visit.agreed = next_contact_on
    judge(visit, rule)
    _keep(visit, Moment.OUT, rule, place=place, accuracy=accuracy, actor=actor)


def located(rule: VisitRule, place: str, accuracy: int | None) -> Located:
    """Whether a position is good enough to say where somebody is; one without an accuracy was typed in."""
    if not place:
        return Located.NONE
    return Located.FOUND if accuracy is not None and accuracy <= rule.accuracy else Located.ROUGH


def metres(customer: Customer | None, place: str) -> int | None:
    """How far a position is from a customer; None when one of them is not known."""
    there = queries.point_of(customer)
    return None if there is None or not place else round(distance(there, point(place)) * METRES)


def judge(visit: Visit, rule: VisitRule) -> None:
    """How long it was and whether it counts: located at the customer's when coming, not far from it when leaving, and
    long enough."""
    visit.minutes = int((visit.out_at - visit.in_at).total_seconds() // 60)
    far = (visit.in_distance or 0) > rule.radius or (visit.out_distance or 0) > rule.radius
    visit.wanting = ""
    if visit.in_state != Located.FOUND:
        visit.wanting = Wanting.PLACE
    elif visit.in_distance is None:
        visit.wanting = Wanting.POINT
    elif far:
        visit.wanting = Wanting.FAR
    elif visit.minutes < rule.minutes:
        visit.wanting = Wanting.SHORT
    visit.valid = not visit.wanting


def _mine(visit: Visit, actor: Actor) -> tuple[Activity, Customer | None]:
    """The activity and the customer of a visit of the actor's own. Raises Forbidden, Invalid."""
    activity = Activity.live().get(pk=visit.activity_id)
    if actor.user_id not in (activity.owner_id, *activity.users):
        raise Forbidden(_("Only who makes a visit checks in and out."))
    if activity.kind != ActivityKind.VISIT:
        raise Invalid({"": [_("This is no visit.")]})
    return activity, queries.customer_of(activity)


def _not_elsewhere(visit: Visit, activity: Activity, actor: Actor) -> None:
    if activity.done:
        raise Invalid({"": [_("This visit is done already.")]})
    since, _until = queries.day_of(queries.today(actor), actor.time_zone)
    other = queries.checked_in(actor.user_id, since)
    if other is not None and other.activity_id != visit.activity_id:
        text = _("You are still checked in at “%(name)s”. Check out there first.")
        raise Invalid({"": [text % {"name": Activity.objects.get(pk=other.activity_id).subject}]})


def _consented(rule: VisitRule, place: str, actor: Actor) -> None:
    if place and rule.consent and queries.agreed(actor) is None:
        raise Invalid(
            {"place": [_("Agree first that your position is read and kept, or check in without it.")]}
        )


def _pictured(rule: VisitRule, activity: Activity, actor: Actor) -> None:
    pictures = Attachment.live().filter(
        about_entity="activity", about=activity.pk, type__startswith="image/", created_by=actor.user_id,
        created_at__gte=clock.now() - JUST_NOW,
    )  # fmt: skip
    if rule.picture and not pictures.exists():
        raise Invalid({"picture": [_("Take a picture: here one is needed at check-in.")]})


def _note(customer: Customer | None, place: str, state: Located, actor: Actor) -> None:
    """The first visit says where a customer is of whom nobody knew it."""
    if customer is None or queries.point_of(customer) is not None:
        raise Invalid({"note_place": [_("Where this customer is, is known already.")]})
    if state != Located.FOUND:
        raise Invalid({"note_place": [_("Your position is not exact enough to be the customer’s.")]})
    changed = records.update(customer, by=actor, location=place)
    customer.location, customer.town_only = changed.location, changed.town_only


def _reasoned(state: Located, far: int | None, reason: str, rule: VisitRule) -> None:
    """Who is not located, or not there, says why. Raises Invalid."""
    if reason:
        return
    if state == Located.NONE:
        raise Invalid({"reason": [_("You are not located. Say why.")]})
    if state == Located.ROUGH:
        raise Invalid({"reason": [_("Your position is too rough. Wait for a better one, or say why.")]})
    if far is not None and far > rule.radius:
        text = _("You are %(far)s m from the customer, farther than %(radius)s m. Say why.")
        raise Invalid({"reason": [text % {"far": far, "radius": rule.radius}]})


def _keep(
    visit: Visit, moment: Moment, rule: VisitRule, *, place: str, accuracy: int | None, actor: Actor
) -> None:
    if place:
        records.create(
            VisitPosition, by=actor, activity=visit.activity_id, moment=moment.value, at=clock.now(), place=place,
            accuracy=accuracy, until=clock.now().date() + dt.timedelta(days=rule.positions_days),
        )  # fmt: skip


def _answered(visit: Visit, customer: Customer | None) -> None:
    """What has to be answered is. Raises Invalid at the questions."""
    asked = [one for one in queries.questions_for(visit, customer) if one.required]
    if not asked:
        return
    said = ~Q(text="") | Q(picture__isnull=False)
    answers = VisitAnswer.live().filter(said, activity=visit.activity_id)
    known = set(answers.values_list("question_id", flat=True))
    missing = [one for one in asked if one.pk not in known]
    if missing:
        count = ngettext(
            "%(count)s question still has to be answered.",
            "%(count)s questions still have to be answered.",
            len(missing),
        ) % {"count": len(missing)}
        wrong: dict[str, Any] = {f"answer-{one.pk}": [_("This has to be answered.")] for one in missing}
        raise Invalid({"": [count], **wrong})


def give_consent(consent: PositionConsent, *, actor: Actor) -> None:
    """It counts from the moment at which the person says so; what others write down for him is no word of his."""
    if consent.before is None and actor.user_id is not None and consent.person_id == actor.user_id:
        consent.given_at = clock.now()


@action(
    _("Take back"), done=pgettext_lazy("done", "Taken back"), icon="arrow-back-up",
    when={"field": "ended_at", "op": "empty"},
)  # fmt: skip
def take_back(consent: PositionConsent, *, actor: Actor) -> None:
    """From now on no position of this person is read. Raises Forbidden for somebody else's."""
    if consent.person_id != actor.user_id:
        raise Forbidden(_("Everybody takes back his own word only."))
    consent.ended_at = clock.now()
