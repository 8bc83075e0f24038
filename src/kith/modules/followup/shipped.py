"""What a new installation begins with: what counts as a follow-up, and a rhythm for each grade."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.engine import bulk, plugs
from kith.engine.actor import Actor
from kith.modules.activities.models import ActivityKind
from kith.modules.followup.models import FollowUpKind, FollowUpRule

KINDS = ("call", "meeting", "visit", "mail")
"""Kinds that count, whatever their length; a company asks for more where it wants to."""
GRADES = (("A", 14, 30), ("B", 30, 60), ("C", 60, 90), ("D", 120, 180))
"""Grade, days between contacts, days after which a customer is neglected."""
ANSWER = 8
"""Working hours, one usual day, within which the owner of a new lead is in touch with it."""


@plugs.set_up_steps.append
def ship() -> None:
    """In the company's language; nothing where there is something already."""
    if FollowUpKind.live().exists() or FollowUpRule.live().exists():
        return
    system = Actor.system()
    bulk.create(
        FollowUpKind, [{"kind": kind, "name": str(ActivityKind(kind).label)} for kind in KINDS], by=system
    )
    customers = [
        {
            "name": _("Grade %(grade)s") % {"grade": grade}, "entity": "customer", "rhythm_days": days,
            "neglect_days": late, "where": {"field": "grade", "op": "is", "value": grade}, "position": place,
            "remind_hours": 0, "escalate_days": 3,
        }
        for place, (grade, days, late) in enumerate(GRADES)
    ]  # fmt: skip
    others = {"name": _("All other customers"), "entity": "customer", "neglect_days": 90, "position": 10,
              "remind_hours": 0, "escalate_days": 5}  # fmt: skip
    new = {"field": "status", "op": "is", "value": "new"}
    leads = [
        {"name": _("New leads"), "entity": "lead", "where": new, "respond_hours": ANSWER, "neglect_days": 14,
         "position": 20, "remind_hours": 0, "escalate_days": 2},
        {"name": _("Leads under way"), "entity": "lead", "neglect_days": 14, "position": 21,
         "remind_hours": 0, "escalate_days": 2},
    ]  # fmt: skip
    bulk.create(FollowUpRule, [*customers, others, *leads], by=system)
