"""Pipelines and stages, products and competitors, leads, opportunities with their lines."""

from kith.modules.sales.models.leads import RESPONSE, Disqualified, Lead, LeadStatus, Warmth
from kith.modules.sales.models.lists import Competitor, LostReason, Product
from kith.modules.sales.models.opportunities import Opportunity, OpportunityLine
from kith.modules.sales.models.pipelines import Outcome, Pipeline, Stage, Tone

__all__ = (
    "RESPONSE",
    "Competitor",
    "Disqualified",
    "Lead",
    "LeadStatus",
    "LostReason",
    "Opportunity",
    "OpportunityLine",
    "Outcome",
    "Pipeline",
    "Product",
    "Stage",
    "Tone",
    "Warmth",
)
