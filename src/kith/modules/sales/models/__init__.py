"""Pipelines and stages, products and competitors, leads, opportunities with their lines, registrations."""

from kith.modules.sales.models.leads import Disqualified, Lead, LeadStatus, Warmth
from kith.modules.sales.models.lists import Competitor, LostReason, Product
from kith.modules.sales.models.opportunities import Opportunity, OpportunityLine
from kith.modules.sales.models.pipelines import Outcome, Pipeline, Stage, Tone
from kith.modules.sales.models.registrations import (
    DisputeState,
    ProductCategory,
    Registration,
    RegistrationDispute,
    RegistrationExtension,
    RegistrationState,
)

__all__ = (
    "Competitor",
    "DisputeState",
    "Disqualified",
    "Lead",
    "LeadStatus",
    "LostReason",
    "Opportunity",
    "OpportunityLine",
    "Outcome",
    "Pipeline",
    "Product",
    "ProductCategory",
    "Registration",
    "RegistrationDispute",
    "RegistrationExtension",
    "RegistrationState",
    "Stage",
    "Tone",
    "Warmth",
)
