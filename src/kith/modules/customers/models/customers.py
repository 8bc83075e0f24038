"""Customers (a company or a person) and contacts, who may work in several companies with different roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record, unique_live
from kith.modules.customers.models.stages import RelationshipStage


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


class CreditClass(models.TextChoices):
    """How surely a customer pays."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class Level(models.TextChoices):
    """How much there is of something."""

    HIGH = "high", pgettext_lazy("level", "High")
    MIDDLE = "middle", pgettext_lazy("level", "Middle")
    LOW = "low", pgettext_lazy("level", "Low")


class Customer(Record):
    """A company or person that one sells to or serves.

    `followed_at` is when somebody last really followed it up (kith.modules.followup says what counts as that),
    `owner_since` when its present owner got it, empty where nobody owns it. `respond_by` is until when that owner is to
    follow it up for the first time, where a rule says so, `warn_at` from when that is pressing.
    What concerns credit is changed by its own actions alone, for which roles have rights of their own.
    `relationship` is how far the relationship has come, worked out of what really happened
    (kith.modules.followup.relationship).
    `other_names` are names under which it is known too, one a line: short and former ones, in other languages.
    """

    list_sorts = ("name_key", "-created_at")

    kind = fields.Choice(CustomerKind, _("Kind"), default=CustomerKind.COMPANY, required=True)
    name = fields.Text(_("Name"), required=True, personal="personal")
    name_key = fields.SortKey("name")
    other_names = fields.LongText(_("Other names"), limit=2_000, personal="personal")
    status = fields.Choice(
        CustomerStatus, _("Status"), default=CustomerStatus.PROSPECT, required=True,
        tones={"active": "good", "sleeping": "warn", "lost": "bad", "prospect": "info"},
    )  # fmt: skip
    grade = fields.Choice(Grade, _("Grade"), max_length=1)
    grade_until = fields.Date(_("Grade held until"), readonly=True)
    grade_review_on = fields.Date(_("Grade to be looked at on"), readonly=True)
    credit_class = fields.Choice(CreditClass, _("Credit class"), max_length=1, readonly=True)
    payment_days = fields.Integer(_("Days to pay"), readonly=True, minimum=0, maximum=3650)
    credit_limit = fields.Money(_("Credit limit"), readonly=True)
    credit_blocked = fields.Boolean(_("Credit blocked"), readonly=True)
    credit_reason = fields.Text(_("Why credit is blocked"), max_length=300, readonly=True)
    latent_quality = fields.Choice(Level, pgettext_lazy("customer", "Quality"), max_length=10)
    loyalty = fields.Choice(Level, pgettext_lazy("customer", "Loyalty"), max_length=10)
    worth = fields.Choice(Level, pgettext_lazy("customer", "Value"), max_length=10)
    potential = fields.Choice(Level, pgettext_lazy("customer", "Potential"), max_length=10)
    relationship = fields.Choice(
        RelationshipStage, _("Stage of the relationship"), readonly=True, max_length=15,
        tones={"relationship": "good", "understanding": "good", "continuity": "info", "interaction": "info"},
    )  # fmt: skip
    industry = fields.Text(_("Industry"), max_length=120)
    parent = fields.Reference("self", _("Belongs to"))
    phone = fields.Phone(_("Phone"), personal="personal")
    email = fields.Email(_("E-mail"), personal="personal")
    website = fields.Url(_("Website"))
    country = fields.Country(_("Country"))
    city = fields.Text(_("City"), max_length=120)
    address = fields.Address(_("Address"), personal="personal")
    location = fields.Location(_("Location"), personal="personal")
    location_cell = fields.Cell("location")
    town_only = fields.Boolean(_("Location is the town’s"), readonly=True)
    employees = fields.Integer(_("Employees"), minimum=0)
    revenue = fields.Money(_("Yearly revenue"))
    founded = fields.Integer(_("Founded"), minimum=1000, maximum=2200, format="plain")
    source = fields.Text(_("Source"), max_length=120)
    last_contact_at = fields.DateTime(_("Last contact"), readonly=True)
    followed_at = fields.DateTime(_("Last follow-up"), readonly=True)
    owner_since = fields.DateTime(_("Owner since"), readonly=True)
    warn_at = fields.DateTime(_("Answer is pressing from"), readonly=True)
    respond_by = fields.DateTime(_("Answer until"), readonly=True)
    next_contact_on = fields.Date(_("Next contact"), ahead=True)
    recycled_on = fields.Date(_("Goes to the pool on"), readonly=True)
    tags = fields.Tags(_("Tags"))
    about = fields.LongText(_("About"), personal="personal")
    data_quality = fields.Integer(_("Data quality"), readonly=True)
    gaps = fields.References("quality-rule", _("What is missing"), readonly=True)

    class Meta:
        verbose_name = _("Customer")
        indexes: ClassVar[Any] = (
            models.Index(fields=("data_quality", "id"), name="customer_quality", condition=LIVE),
            models.Index(fields=("owner", "data_quality"), name="customer_owner_quality", condition=LIVE),
            models.Index(
                fields=("owner", "next_contact_on"),
                name="customer_due",
                condition=LIVE & models.Q(next_contact_on__isnull=False),
            ),
            models.Index(
                fields=("owner", "grade_review_on"),
                name="customer_review",
                condition=LIVE & models.Q(grade_review_on__isnull=False),
            ),
            models.Index(fields=("owner", "last_contact_at"), name="customer_silent", condition=LIVE),
            models.Index(fields=("last_contact_at", "id"), name="customer_spoken", condition=LIVE),
            models.Index(fields=("owner", "followed_at"), name="customer_followed", condition=LIVE),
            models.Index(fields=("owner", "-updated_at"), name="customer_news", condition=LIVE),
            models.Index(
                fields=("respond_by",),
                name="customer_answer",
                condition=LIVE & models.Q(respond_by__isnull=False),
            ),
            models.Index(fields=("location_cell",), name="customer_place"),
        )


class AddressKind(models.TextChoices):
    """What an address is for."""

    BILLING = "billing", _("Billing")
    SHIPPING = "shipping", _("Shipping")
    VISIT = "visit", _("Visit")
    LEGAL = "legal", pgettext_lazy("address", "Registered")
    POST = "post", pgettext_lazy("address", "Post")
    WAREHOUSE = "warehouse", _("Warehouse")
    WORKS = "works", pgettext_lazy("address", "Works")
    HOME = "home", pgettext_lazy("address", "Home")
    OTHER = "other", pgettext_lazy("address", "Another")


class Address(Record):
    """A further address of a customer, by what it is for; the main one stands on the customer itself."""

    customer = fields.Reference(Customer, _("Customer"), required=True)
    kind = fields.Choice(AddressKind, _("Kind"), default=AddressKind.BILLING, required=True)
    street = fields.Text(_("Street"), max_length=300, required=True, personal="personal")
    postcode = fields.Text(_("Postcode"), max_length=20, personal="personal")
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


class Attitude(models.TextChoices):
    """How a contact thinks of us."""

    CHAMPION = "champion", pgettext_lazy("attitude", "Champion")
    FRIENDLY = "friendly", pgettext_lazy("attitude", "Friendly")
    NEUTRAL = "neutral", pgettext_lazy("attitude", "Neutral")
    SCEPTIC = "sceptic", pgettext_lazy("attitude", "Sceptical")
    OPPONENT = "opponent", pgettext_lazy("attitude", "Against us")


class Influence(models.TextChoices):
    """How much a contact's word counts in his company."""

    HIGH = "high", pgettext_lazy("influence", "High")
    MEDIUM = "medium", pgettext_lazy("influence", "Medium")
    LOW = "low", pgettext_lazy("influence", "Low")


ATTITUDES = {"champion": "good", "friendly": "good", "neutral": "info", "sceptic": "warn", "opponent": "bad"}


class Contact(Record):
    """A person in one or several customers; `customer` is the main one, Involvement names the others. `role`,
    `attitude`, `influence` and `reports_to` are those in the main one.

    `birth_day` is month and day of the birthday as one number, 229 for 29 February. A birthday whose year is not known
    is written with a year before 1900.
    """

    list_sorts = ("name_key", "-created_at")

    name = fields.Text(pgettext_lazy("person", "Name"), required=True, personal="personal")
    name_key = fields.SortKey("name")
    customer = fields.Reference(Customer, _("Customer"))
    position = fields.Text(_("Position"), max_length=120, personal="personal")
    role = fields.Choice(ContactRole, _("Role"))
    attitude = fields.Choice(Attitude, _("Attitude"), tones=ATTITUDES)
    influence = fields.Choice(Influence, _("Influence"))
    reports_to = fields.Reference("self", _("Reports to"), panel=False, within="customer")
    phone = fields.Phone(_("Phone"), personal="personal")
    mobile = fields.Phone(_("Mobile"), personal="personal")
    email = fields.Email(_("E-mail"), personal="personal")
    language = fields.Language(_("Language"))
    birthday = fields.Date(_("Birthday"), personal="personal")
    birth_day = fields.Integer(
        _("Month and day of birth"), format="plain", readonly=True, personal="personal"
    )
    tags = fields.Tags(_("Tags"))
    about = fields.LongText(_("About"), personal="personal")
    other_names = fields.LongText(_("Other names"), limit=2_000, personal="personal")
    background = fields.LongText(_("Background"), personal="personal")
    likes = fields.LongText(_("Likes and dislikes"), personal="personal")
    character = fields.LongText(_("Character"), personal="sensitive")
    habits = fields.LongText(_("Habits"), personal="personal")
    data_quality = fields.Integer(_("Data quality"), readonly=True)
    gaps = fields.References("quality-rule", _("What is missing"), readonly=True)

    class Meta:
        verbose_name = _("Contact")
        indexes: ClassVar[Any] = (
            models.Index(fields=("data_quality", "id"), name="contact_quality", condition=LIVE),
            models.Index(fields=("owner", "data_quality"), name="contact_owner_quality", condition=LIVE),
            models.Index(
                fields=("owner", "birth_day"),
                name="contact_birthday",
                condition=LIVE & models.Q(birth_day__isnull=False),
            ),
        )


class Involvement(Record):
    """A contact's place in one more company, with a role."""

    contact = fields.Reference(Contact, _("Contact"), required=True)
    customer = fields.Reference(Customer, _("Customer"), required=True)
    position = fields.Text(_("Position"), max_length=120, personal="personal")
    role = fields.Choice(ContactRole, _("Role"))
    attitude = fields.Choice(Attitude, _("Attitude"), tones=ATTITUDES)
    influence = fields.Choice(Influence, _("Influence"))
    reports_to = fields.Reference(Contact, _("Reports to"), panel=False, within="customer")

    class Meta:
        verbose_name = _("Involvement")
        constraints: ClassVar[Any] = (
            unique_live(
                "contact",
                "customer",
                name="involved_once",
                message=_("This link exists already."),
            ),
        )
