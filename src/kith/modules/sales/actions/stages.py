"""Rules of stages."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.sales.models import Opportunity, Outcome, Stage, Tone

CERTAIN = {Outcome.WON: (Decimal(100), Tone.GOOD), Outcome.LOST: (Decimal(0), Tone.BAD)}


def settle(stage: Stage, *, actor: Actor) -> None:
    """A stage that ends deals leaves nothing to chance."""
    if stage.outcome in CERTAIN:
        stage.probability, stage.tone = CERTAIN[Outcome(stage.outcome)]


def check_in_use(stage: Stage, *, actor: Actor) -> None:
    """A stage with deals in it is not deleted and changes neither outcome nor pipeline. Raises Invalid."""
    if stage.before is None or not (stage.deleted_at or stage.moved("outcome") or stage.moved("pipeline")):
        return
    if Opportunity.live().filter(stage_id=stage.pk).exists():
        raise Invalid({"": [_("Some records are here still. Move them on first.")]})
