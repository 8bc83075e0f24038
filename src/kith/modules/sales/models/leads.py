"""Leads: people and companies that may become customers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales.models.opportunities import Opportunity


class LeadStatus(models.TextChoices):
    """How far a lead has come; the last two are reached by actions only."""

    NEW = "new", _("New")
    WORKING = "working", _("Working")
    QUALIFIED = "qualified", _("Qualified")
    CONVERTED = "converted", _("Converted")
    DISQUALIFIED = "disqualified", _("Disqualified")


class Warmth(models.TextChoices):
    """How near a lead is to buying."""

    HOT = "hot", _("Hot")
    WARM = "warm", _("Warm")
    COLD = "cold", _("Cold")


class Disqualified(models.TextChoices):
    """Why a lead came to nothing."""

    UNREACHABLE = "unreachable", _("Cannot be reached")
    NO_NEED = "no_need", _("No need")
    NO_MONEY = "no_money", _("No money")
    WRONG_DATA = "wrong_data", _("Wrong data")
    DUPLICATE = "duplicate", _("Known already")
    OTHER = "other", _("Other")


class Lead(Record):
    """A first sign of interest. `name` is the person, or the company when no person is known.

    `respond_by` is until when its owner is to be in touch with it, while it is new. `followed_at` and `owner_since` are
    those of customers.
    """

    list_sorts = ("-created_at", "name_key")

    name = fields.Text(pgettext_lazy("person", "Name"), required=True, personal="personal")
    name_key = fields.SortKey("name")
    company = fields.Text(_("Company"))
    position = fields.Text(_("Position"), max_length=120, personal="personal")
    status = fields.Choice(
        LeadStatus, _("Status"), default=LeadStatus.NEW, required=True,
        tones={"new": "info", "qualified": "good", "converted": "good", "disqualified": "bad"},
    )  # fmt: skip
    warmth = fields.Choice(Warmth, _("Warmth"), max_length=10, tones={"hot": "warn"})
    source = fields.Text(_("Source"), max_length=120)
    phone = fields.Phone(_("Phone"), personal="personal")
    mobile = fields.Phone(_("Mobile"), personal="personal")
    email = fields.Email(_("E-mail"), personal="personal")
    website = fields.Url(_("Website"))
    country = fields.Country(_("Country"))
    city = fields.Text(_("City"), max_length=120)
    address = fields.Address(_("Address"), personal="personal")
    industry = fields.Text(_("Industry"), max_length=120)
    employees = fields.Integer(_("Employees"), minimum=0)
    product = fields.Reference("sales.Product", _("Asked for"))
    amount = fields.Money(_("Expected amount"))
    warn_at = fields.DateTime(_("Answer is pressing from"), readonly=True)
    respond_by = fields.DateTime(_("Answer until"), readonly=True)
    last_contact_at = fields.DateTime(_("Last contact"), readonly=True)
    followed_at = fields.DateTime(_("Last follow-up"), readonly=True)
    owner_since = fields.DateTime(_("Owner since"), readonly=True)
    next_contact_on = fields.Date(_("Next contact"), ahead=True)
    recycled_on = fields.Date(_("Goes to the pool on"), readonly=True)
    tags = fields.Tags(_("Tags"))
    about = fields.LongText(_("About"), personal="personal")
    disqualified_because = fields.Choice(
        Disqualified, _("Disqualified because"), max_length=20, readonly=True
    )
    customer = fields.Reference(Customer, _("Customer"), readonly=True)
    contact = fields.Reference(Contact, _("Contact"), readonly=True, panel=False)
    opportunity = fields.Reference(Opportunity, _("Opportunity"), readonly=True, panel=False)
    converted_at = fields.DateTime(_("Converted"), readonly=True)
    data_quality = fields.Integer(_("Data quality"), readonly=True)
    gaps = fields.References("quality-rule", _("What is missing"), readonly=True)

    class Meta:
        verbose_name = _("Lead")
        indexes: ClassVar[Any] = (
            models.Index(fields=("data_quality", "id"), name="lead_quality", condition=LIVE),
            models.Index(fields=("owner", "data_quality"), name="lead_owner_quality", condition=LIVE),
            models.Index(
                fields=("owner", "respond_by"),
                name="lead_answer",
                condition=LIVE & models.Q(respond_by__isnull=False),
            ),
            models.Index(
                fields=("owner", "next_contact_on"),
                name="lead_due",
                condition=LIVE & models.Q(next_contact_on__isnull=False),
            ),
            models.Index(fields=("owner", "followed_at"), name="lead_followed", condition=LIVE),
            models.Index(fields=("owner", "-updated_at"), name="lead_news", condition=LIVE),
        )
