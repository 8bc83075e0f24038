"""Opportunities: deals on their way through a pipeline, with product lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.engine import fields
from kith.engine.record import LIVE, Record
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales.models.lists import Competitor, LostReason, Product
from kith.modules.sales.models.pipelines import Outcome, Pipeline, Stage, first_pipeline, first_stage

SUMMED = ("amount_base", "probability", "deleted_at")
"""What boards and reports add up; SQLite looks into the rows unless the index has the partial index's own condition."""


class Opportunity(Record):
    """A deal. `close_on` is when it is expected to close, and once it has closed the day on which it did.

    `outcome` follows the stage; `days_to_close` counts from `engaged_on` (or the day of entry) to `closed_on`.
    """

    list_sorts = ("-created_at", "close_on")

    name = fields.Text(_("Name"), required=True)
    customer = fields.Reference(Customer, _("Customer"))
    contact = fields.Reference(Contact, _("Contact"))
    pipeline = fields.Reference(
        Pipeline, _("Pipeline"), null=False, blank=True, panel=False, begin=first_pipeline
    )
    stage = fields.Reference(Stage, _("Stage"), null=False, blank=True, panel=False, begin=first_stage)
    outcome = fields.Choice(
        Outcome, _("Outcome"), default=Outcome.OPEN, readonly=True, max_length=10,
        tones={"open": "info", "won": "good", "lost": "bad"},
    )  # fmt: skip
    amount = fields.Money(_("Amount"))
    probability = fields.Percent(_("Probability"), minimum=Decimal(0), maximum=Decimal(100))
    close_on = fields.Date(_("Close date"), null=False, blank=True)
    product = fields.Reference(Product, _("Main product"))
    source = fields.Text(_("Source"), max_length=120)
    next_step = fields.Text(_("Next step"))
    engaged_on = fields.Date(_("First talk"))
    closed_on = fields.Date(_("Closed"), readonly=True)
    days_to_close = fields.Integer(_("Days to close"), readonly=True)
    stage_changed_at = fields.DateTime(_("In this stage since"), null=False, blank=True, readonly=True)
    lost_reason = fields.Reference(LostReason, _("Lost because"), panel=False)
    competitor = fields.Reference(Competitor, _("Competitor"))
    lost_note = fields.LongText(_("What we learned"), limit=2_000)
    tags = fields.Tags(_("Tags"))
    about = fields.LongText(_("About"))

    class Meta:
        verbose_name = _("Opportunity")
        # A board's columns in their order, and sums by stage and owner without a look at the rows.
        indexes: ClassVar[Any] = (
            models.Index(
                fields=("stage", "-created_at", "-id", "owner", "unit", *SUMMED),
                name="opportunity_board",
                condition=LIVE,
            ),
            models.Index(
                fields=("owner", "stage", "-created_at", "-id", "unit", *SUMMED),
                name="opportunity_my_board",
                condition=LIVE,
            ),
            models.Index(
                fields=("owner", "outcome", "close_on", "stage", "stage_changed_at"),
                name="opportunity_due",
                condition=LIVE,
            ),
            models.Index(fields=("owner", "-updated_at"), name="opportunity_news", condition=LIVE),
        )


class OpportunityLine(Record):
    """A product in a deal: quantity times price. The deal's amount follows the sum of its lines."""

    opportunity = fields.Reference(Opportunity, _("Opportunity"), required=True)
    product = fields.Reference(Product, _("Product"), required=True)
    name = fields.Text(_("Name"))
    quantity = fields.Decimal(
        _("Quantity"),
        places=3,
        default=Decimal(1),
        required=True,
        minimum=Decimal("0.001"),
        maximum=Decimal(10**9),
    )
    price = fields.Money(_("Price"), null=False, blank=True)
    amount = fields.Money(_("Amount"), null=False, blank=True, readonly=True)

    class Meta:
        verbose_name = _("Product line")
