"""Rules of deals: the stage decides over probability and outcome; deals are won, lost and taken up again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import journal, registry
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Invalid
from kith.kernel import clock
from kith.modules.customers.models import Contact
from kith.modules.sales import queries
from kith.modules.sales.models import Competitor, Opportunity, Outcome
from kith.modules.sales.queries import Step

# Any: the stubs of Django read Annotated with a bare model as a queryset's annotations.
REASON = arg("reference", _("Reason"), target="lost-reason")
OPEN = {"field": "outcome", "op": "is", "value": "open"}
CLOSED = {"field": "outcome", "op": "is_not", "value": "open"}


def fill_customers(deals: Sequence[Opportunity], *, actor: Actor) -> None:
    """A deal with a contact belongs to that contact's customer, unless it says otherwise."""
    wanting = [deal for deal in deals if not deal.customer_id and deal.contact_id]
    if wanting:
        contacts = Contact.live().in_bulk({deal.contact_id for deal in wanting})
        for deal in wanting:
            deal.customer_id = getattr(contacts.get(deal.contact_id), "customer_id", None)


def follow_stage(deal: Opportunity, *, actor: Actor) -> None:
    """Fill in pipeline and stage, and with a new stage what follows from it. Raises Invalid without any pipeline."""
    ways = queries.ways()
    step = _place(deal, ways)
    if step is None:
        raise Invalid({"stage": [_("This pipeline has no open stage.")]})
    today = clock.today(actor.time_zone)
    if deal.close_on is None:
        deal.close_on = (deal.engaged_on or today) + dt.timedelta(
            days=ways.pipelines.get(deal.pipeline_id, 90)
        )
    if deal.moved("stage"):
        _enter(deal, step, today)
    elif deal.outcome != Outcome.OPEN and deal.moved("close_on"):
        deal.closed_on = deal.close_on
    deal.days_to_close = _days(deal, today)


def _place(deal: Opportunity, ways: queries.Ways) -> Step | None:
    """The stage that the deal is in; a missing one, or one left behind in another pipeline, is the first of its own."""
    step = ways.steps.get(deal.stage_id or 0)
    if deal.stage_id and (step is None or not deal.pipeline_id):
        deal.pipeline_id = step.pipeline_id if step else deal.pipeline_id
        return step
    if not deal.pipeline_id:
        deal.pipeline_id = next(iter(ways.pipelines), 0)
    left_behind = deal.before is not None and deal.moved("pipeline") and not deal.moved("stage")
    if step is None or (left_behind and deal.outcome == Outcome.OPEN):
        step = ways.first(deal.pipeline_id)
        deal.stage_id = step.id if step else deal.stage_id
    return step


def _enter(deal: Opportunity, step: Step, today: dt.date) -> None:
    """What a new stage brings: its probability, its outcome, and the day of closing when it ends the deal."""
    new = deal.before is None
    deal.stage_changed_at = clock.now()
    if (
        step.outcome != Outcome.OPEN
        or deal.probability is None
        or (not new and not deal.moved("probability"))
    ):
        deal.probability = step.probability
    if step.outcome == Outcome.OPEN:
        if deal.closed_on is not None and deal.close_on <= today:
            deal.close_on = today + dt.timedelta(days=queries.ways().pipelines.get(deal.pipeline_id, 90))
        deal.closed_on = deal.lost_reason_id = None
    else:
        said = deal.moved("closed_on") and deal.closed_on
        deal.closed_on = said or (deal.close_on if new or deal.moved("close_on") else today)
        deal.close_on = deal.closed_on
    if step.outcome == Outcome.WON:
        deal.lost_reason_id = None
    deal.outcome = step.outcome


def _days(deal: Opportunity, today: dt.date) -> int | None:
    if deal.closed_on is None:
        return None
    begun: dt.date = deal.engaged_on or (deal.created_at.date() if deal.created_at else today)
    days: int = (deal.closed_on - begun).days
    return max(days, 0)


def check_stage(deal: Opportunity, *, actor: Actor) -> None:
    """The stage is one of the pipeline's, and nothing has closed in the future. Raises Invalid."""
    step = queries.ways().steps.get(deal.stage_id)
    if step is not None and step.pipeline_id != deal.pipeline_id:
        raise Invalid({"stage": [_("This stage belongs to another pipeline.")]})
    if (
        deal.closed_on is not None
        and deal.moved("closed_on")
        and deal.closed_on > clock.today(actor.time_zone)
    ):
        raise Invalid({"close_on": [_("What is closed cannot close in the future.")]})


def check_needs(deal: Opportunity, *, actor: Actor) -> None:
    """Who brings a deal into a stage fills in what the stage needs; what is imported may lack it. Raises Invalid."""
    step = queries.ways().steps.get(deal.stage_id)
    if step is None or deal.restored or actor.channel == "import" or not deal.moved("stage"):
        return
    spec = registry.spec("opportunity")
    known = {name: spec.fields[name] for name in step.requires}
    missing = [name for name, field in known.items() if field.type.empty(spec.value(deal, field))]
    if missing:
        raise Invalid({name: [_("This stage needs it.")] for name in missing})


def check_reason(deal: Opportunity, *, actor: Actor) -> None:
    """Who loses a deal says why; only what is imported from elsewhere may lack it. Raises Invalid."""
    if deal.restored or actor.channel == "import":
        return
    lost_now = deal.outcome == Outcome.LOST and (deal.moved("outcome") or deal.moved("lost_reason"))
    if lost_now and deal.lost_reason_id is None:
        raise Invalid({"lost_reason": [_("Say why it was lost.")]})


def check_amount(deal: Opportunity, *, actor: Actor) -> None:
    """With product lines the amount is their sum. Raises Invalid."""
    if deal.before is None or deal.restored or not deal.moved("amount"):
        return
    lines = queries.sums_of_lines({deal.pk}).get(deal.pk)
    if lines is not None and lines != deal.amount:
        raise Invalid({"amount": [_("The amount is the sum of the lines. Change those.")]})


def _close(deal: Opportunity, outcome: Outcome) -> None:
    step = queries.ways().first(deal.pipeline_id, outcome)
    if step is None:
        raise Conflict(_("This pipeline has no stage for that."))
    deal.stage_id = step.id


@action(_("Win"), done=pgettext_lazy("done", "Won"), icon="trophy", tone="primary", event="won", when=OPEN)
def win(
    deal: Opportunity, *, closed_on: Annotated[dt.date | None, arg("date", _("Won on"))] = None, actor: Actor
) -> None:
    """The customer has agreed."""
    _close(deal, Outcome.WON)
    deal.closed_on = closed_on or clock.today(actor.time_zone)


@action(
    _("Lose"), done=pgettext_lazy("done", "Lost"), icon="circle-x", tone="primary", event="lost", when=OPEN
)
def lose(
    deal: Opportunity,
    *,
    reason: Annotated[Any, REASON],
    competitor: Annotated[Competitor | None, arg("reference", _("Lost to"), target="competitor")] = None,
    note: Annotated[str, arg("longtext", _("What we learned"), max_length=2_000)] = "",
    closed_on: Annotated[dt.date | None, arg("date", _("Lost on"))] = None,
    actor: Actor,
) -> None:
    """The customer has declined, or chosen somebody else."""
    _close(deal, Outcome.LOST)
    deal.closed_on = closed_on or clock.today(actor.time_zone)
    deal.lost_reason_id = reason.pk
    deal.competitor_id = competitor.pk if competitor else deal.competitor_id
    deal.lost_note = note or deal.lost_note


@action(
    _("Take up again"),
    done=pgettext_lazy("done", "Taken up again"),
    icon="arrow-back-up",
    event="reopened",
    when=CLOSED,
)
def reopen(deal: Opportunity, *, actor: Actor) -> None:
    """It goes on in the stage in which it was before it closed."""
    steps = queries.ways().steps
    stages = (entry.changes.get("stage", (None,))[0] for entry in journal.history("opportunity", deal.pk))
    before = next((steps[number] for number in stages if number in steps), None)
    if before is None or before.outcome != Outcome.OPEN or before.pipeline_id != deal.pipeline_id:
        before = queries.ways().first(deal.pipeline_id)
    if before is None:
        raise Conflict(_("This pipeline has no stage for that."))
    deal.stage_id = before.id
