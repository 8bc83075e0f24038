"""Rules of the rules of follow-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.followup.models import FollowUpRule


def check_rule(rule: FollowUpRule, *, actor: Actor) -> None:
    """Nobody is neglected before the next contact is due. Raises Invalid."""
    if rule.rhythm_days and rule.neglect_days and rule.neglect_days < rule.rhythm_days:
        raise Invalid({"neglect_days": [_("This is earlier than the next contact by the rhythm.")]})
