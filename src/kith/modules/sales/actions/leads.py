"""Rules of leads."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.sales.models import Disqualified, Lead, LeadStatus

OPEN = {"field": "status", "op": "in", "value": ["new", "working", "qualified"]}
DROPPED = {"field": "status", "op": "is", "value": "disqualified"}


def stop_clock(lead: Lead, *, actor: Actor) -> None:
    """Nothing is left to answer once a lead is new no more. What starts its clock are the rules of follow-up."""
    if lead.status != LeadStatus.NEW:
        lead.warn_at = lead.respond_by = None


def check_status(lead: Lead, *, actor: Actor) -> None:
    """The last two states are reached by their actions, and a converted lead stays what it is. Raises Invalid."""
    if lead.restored or actor.channel == "import" or not lead.moved("status"):
        return
    if lead.before is not None and lead.before["status"] == LeadStatus.CONVERTED:
        raise Invalid({"status": [_("This was converted already, which cannot be changed.")]})
    if lead.status == LeadStatus.CONVERTED and lead.converted_at is None:
        raise Invalid({"status": [_through("convert")]})
    if lead.status == LeadStatus.DISQUALIFIED and not lead.disqualified_because:
        raise Invalid({"status": [_through("disqualify")]})


def _through(name: str) -> Any:
    """What to press instead, as it is called here."""
    action_ = registry.spec("lead").actions[name]
    return _("Use “%(action)s” for this.") % {"action": action_.label}


@action(
    _("Disqualify"),
    done=pgettext_lazy("done", "Disqualified"),
    icon="circle-x",
    event="disqualified",
    when=OPEN,
    into=("status", LeadStatus.DISQUALIFIED),
)
def disqualify(
    lead: Lead,
    *,
    reason: Annotated[str, arg("choice", _("Reason"), choices=tuple(Disqualified.choices))],
    actor: Actor,
) -> None:
    """Nothing will come of it; the reason stays with it."""
    lead.status = LeadStatus.DISQUALIFIED
    lead.disqualified_because = reason


@action(
    _("Take up again"),
    done=pgettext_lazy("done", "Taken up again"),
    icon="arrow-back-up",
    event="revived",
    when=DROPPED,
)
def revive(lead: Lead, *, actor: Actor) -> None:
    """There is interest after all."""
    lead.status = LeadStatus.WORKING
    lead.disqualified_because = ""
