"""Registrations: who announced a customer or a project first, for which category of products, and until when he is
protected; extensions of the protection, and disputes of those who announced the same at the same time.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record, unique_live
from kith.modules.customers.models import Customer
from kith.modules.sales.fingerprint import KEYS
from kith.modules.sales.models.opportunities import Opportunity


class RegistrationState(models.TextChoices):
    """Where a registration is; all but the first are reached by actions only."""

    DRAFT = "draft", pgettext_lazy("registration", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("registration", "Submitted")
    APPROVED = "approved", pgettext_lazy("registration", "Approved")
    REJECTED = "rejected", pgettext_lazy("registration", "Rejected")
    EXPIRED = "expired", pgettext_lazy("registration", "Expired")
    CONVERTED = "converted", pgettext_lazy("registration", "Converted")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class DisputeState(models.TextChoices):
    """Whether a dispute still waits for its decision."""

    OPEN = "open", _("Open")
    DECIDED = "decided", pgettext_lazy("dispute", "Decided")


class ProductCategory(Record):
    """What is registered for: one registration protects a customer in one category, for `days` days. An extension adds
    `extension_days`; its people are warned `warn_days` days before the end."""

    list_sorts = ("position",)

    name = fields.Text(_("Name"), required=True, max_length=120)
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0, required=True, minimum=0)
    days = fields.Integer(_("Days of protection"), default=7, required=True, minimum=1, maximum=3660)
    extension_days = fields.Integer(
        _("Days of the extension"), default=7, required=True, minimum=1, maximum=3660
    )
    warn_days = fields.Integer(
        _("Warn days before the end"), default=2, required=True, minimum=0, maximum=366
    )
    needs_evidence = fields.Boolean(_("Asks for a file as evidence"))
    active = fields.Boolean(_("In use"), default=True)

    class Meta:
        verbose_name = _("Product category")
        constraints: ClassVar[Any] = (unique_live("name", name="product_category_once"),)


class RegistrationDispute(Record):
    """Several submitted the same at the same time: somebody decides who gets it, and says why."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Customer"), required=True, personal="personal")
    category = fields.Reference(ProductCategory, _("Product category"), required=True, panel=False)
    state = fields.Choice(
        DisputeState, _("State"), default=DisputeState.OPEN, required=True, readonly=True, max_length=10,
        tones={"open": "warn", "decided": "good"},
    )  # fmt: skip
    winner = fields.Reference("sales.Registration", _("Who gets it"), readonly=True, panel=False)
    reason = fields.LongText(_("Reason of the decision"), limit=2_000, readonly=True)
    decided_by = fields.Reference("engine.User", _("Decided by"), readonly=True, panel=False)
    decided_at = fields.DateTime(pgettext_lazy("dispute", "Decided"), readonly=True)

    class Meta:
        verbose_name = _("Dispute")


class Registration(Record):
    """A customer or project announced by its owner, or by a dealer through him. `granted_days` are what was granted at
    approval; `protected_until` follows from them and the extension. A converted one is protected until its deal closes.
    """

    list_sorts = ("-created_at", "name_key")

    number = fields.AutoNumber(pgettext_lazy("registration", "Number"), format="R-{year}-{n:05}")
    name = fields.Text(_("Customer name"), required=True, personal="personal")
    name_key = fields.SortKey("name")
    category = fields.Reference(ProductCategory, _("Product category"), required=True, panel=False)
    products = fields.References("product", _("Products"))
    dealer = fields.Reference(Customer, _("Dealer"), panel=False)
    customer = fields.Reference(Customer, _("Customer"))
    tax_number = fields.Text(_("Tax number"), max_length=40)
    contact_name = fields.Text(_("Contact"), max_length=120, personal="personal")
    contact_position = fields.Text(_("Position"), max_length=120, personal="personal")
    phone = fields.Phone(_("Phone"), personal="personal")
    address = fields.Address(_("Address"), personal="personal")
    project_name = fields.Text(_("Project"))
    project_address = fields.Address(_("Address of the project"))
    evidence = fields.LongText(_("Evidence"), limit=5_000)
    despite = fields.LongText(pgettext_lazy("registration", "Why, though somebody has it"), limit=2_000)
    state = fields.Choice(
        RegistrationState, _("State"), default=RegistrationState.DRAFT, required=True, readonly=True,
        max_length=10,
        tones={"submitted": "info", "approved": "good", "rejected": "bad", "converted": "good", "expired": "warn"},
    )  # fmt: skip
    submitted_at = fields.DateTime(pgettext_lazy("registration", "Submitted"), readonly=True)
    decided_at = fields.DateTime(pgettext_lazy("registration", "Decided"), readonly=True)
    decided_by = fields.Reference("engine.User", _("Decided by"), readonly=True, panel=False)
    decision = fields.LongText(_("Reason of the decision"), limit=2_000, readonly=True)
    granted_days = fields.Integer(_("Days of protection"), readonly=True)
    protected_from = fields.DateTime(_("Protected from"), readonly=True)
    protected_until = fields.DateTime(_("Protected until"), readonly=True)
    extension_count = fields.Integer(_("Extensions"), default=0, readonly=True)
    opportunity = fields.Reference(Opportunity, _("Opportunity"), readonly=True)
    dispute = fields.Reference(RegistrationDispute, _("Dispute"), readonly=True)
    tax_key = fields.NormalForm("tax_number", "plain")
    match_key = fields.NormalForm("name", "firm")
    phone_key = fields.NormalForm("phone", "digits")
    address_key = fields.NormalForm("address", "plain")
    project_key = fields.NormalForm("project_address", "plain")

    class Meta:
        verbose_name = _("Registration")
        indexes: ClassVar[Any] = (
            *(
                models.Index(
                    fields=(key, "category"),
                    name=f"registration_{key}",
                    condition=LIVE & ~models.Q(**{key: ""}),
                )
                for key in KEYS
            ),
            models.Index(fields=("state", "protected_until"), name="registration_ends", condition=LIVE),
        )


class RegistrationExtension(Record):
    """The one extension of a protection, made while it ran: `days` more after its end."""

    registration = fields.Reference(Registration, _("Registration"), required=True)
    reason = fields.Text(_("Reason"), max_length=500, required=True)
    days = fields.Integer(pgettext_lazy("extension", "Days"), readonly=True)
    until_before = fields.DateTime(pgettext_lazy("extension", "Ended before"), readonly=True)
    until = fields.DateTime(pgettext_lazy("extension", "Ends now"), readonly=True)

    class Meta:
        verbose_name = _("Extension")
        constraints: ClassVar[Any] = (
            unique_live(
                "registration",
                name="registration_extended_once",
                message=_("A protection is extended only once."),
            ),
        )
