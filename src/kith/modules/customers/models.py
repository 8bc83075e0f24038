"""Customers (a company or a person) and contacts, who may work in several companies with different roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record, unique_live


class CustomerKind(models.TextChoices):
    """What a customer is."""

    COMPANY = "company", _("Company")
    PERSON = "person", _("Person")


class CustomerStatus(models.TextChoices):
    """Where the relationship stands."""

    PROSPECT = "prospect", _("Prospect")
    ACTIVE = "active", pgettext_lazy("customer", "Active")
    SLEEPING = "sleeping", _("Sleeping")
    LOST = "lost", pgettext_lazy("customer", "Lost")


class Grade(models.TextChoices):
    """How much a customer is worth to us."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class Customer(Record):
    """A company or person that one sells to or serves."""

    list_sorts = ("name_key", "-created_at")

    kind = fields.Choice(CustomerKind, _("Kind"), default=CustomerKind.COMPANY, required=True)
    name = fields.Text(_("Name"), required=True)
    name_key = fields.SortKey("name")
    status = fields.Choice(
        CustomerStatus, _("Status"), default=CustomerStatus.PROSPECT, required=True,
        tones={"active": "good", "sleeping": "warn", "lost": "bad", "prospect": "info"},
    )  # fmt: skip
    grade = fields.Choice(Grade, _("Grade"), max_length=1)
    industry = fields.Text(_("Industry"), max_length=120)
    parent = fields.Reference("self", _("Belongs to"))
    phone = fields.Phone(_("Phone"), personal=True)
    email = fields.Email(_("E-mail"), personal=True)
    website = fields.Url(_("Website"))
    country = fields.Country(_("Country"))
    city = fields.Text(_("City"), max_length=120)
    address = fields.Address(_("Address"), personal=True)
    employees = fields.Integer(_("Employees"), minimum=0)
    revenue = fields.Money(_("Yearly revenue"))
    founded = fields.Integer(_("Founded"), minimum=1000, maximum=2200, format="plain")
    source = fields.Text(_("Source"), max_length=120)
    next_contact_on = fields.Date(_("Next contact"))
    tags = fields.Tags(_("Tags"))
    about = fields.LongText(_("About"))

    class Meta:
        verbose_name = _("Customer")
        indexes: ClassVar[Any] = (
            models.Index(
                fields=("owner", "next_contact_on"),
                name="customer_due",
                condition=LIVE & models.Q(next_contact_on__isnull=False),
            ),
        )


class AddressKind(models.TextChoices):
    """What an address is for."""

    BILLING = "billing", _("Billing")
    SHIPPING = "shipping", _("Shipping")
    VISIT = "visit", _("Visit")


class Address(Record):
    """A further address of a customer, by what it is for; the main one stands on the customer itself."""

    customer = fields.Reference(Customer, _("Customer"), required=True)
    kind = fields.Choice(AddressKind, _("Kind"), default=AddressKind.BILLING, required=True)
    street = fields.Text(_("Street"), max_length=300, required=True, personal=True)
    postcode = fields.Text(_("Postcode"), max_length=20)
    city = fields.Text(_("City"), max_length=120)
    region = fields.Text(_("Region"), max_length=120)
    country = fields.Country(_("Country"))

    class Meta:
        verbose_name = _("Address")


class ContactRole(models.TextChoices):
    """What a contact is in a purchase."""

    DECIDES = "decides", _("Decides")
    INFLUENCES = "influences", _("Influences")
    USES = "uses", _("Uses")
    PAYS = "pays", _("Pays")
    OPPOSES = "opposes", _("Opposes")


class Contact(Record):
    """A person in one or several customers; `customer` is the main one, Involvement names the others."""

    list_sorts = ("name_key", "-created_at")

    name = fields.Text(pgettext_lazy("person", "Name"), required=True)
    name_key = fields.SortKey("name")
    customer = fields.Reference(Customer, _("Customer"))
    position = fields.Text(_("Position"), max_length=120)
    role = fields.Choice(ContactRole, _("Role"))
    phone = fields.Phone(_("Phone"), personal=True)
    mobile = fields.Phone(_("Mobile"), personal=True)
    email = fields.Email(_("E-mail"), personal=True)
    language = fields.Language(_("Language"))
    birthday = fields.Date(_("Birthday"), personal=True)
    tags = fields.Tags(_("Tags"))
    about = fields.LongText(_("About"))

    class Meta:
        verbose_name = _("Contact")


class Involvement(Record):
    """A contact's place in one more company, with a role."""

    contact = fields.Reference(Contact, _("Contact"), required=True)
    customer = fields.Reference(Customer, _("Customer"), required=True)
    position = fields.Text(_("Position"), max_length=120)
    role = fields.Choice(ContactRole, _("Role"))

    class Meta:
        verbose_name = _("Involvement")
        constraints: ClassVar[Any] = (
            unique_live(
                "contact",
                "customer",
                name="involved_once",
                message=_("This contact is in this company already."),
            ),
        )
