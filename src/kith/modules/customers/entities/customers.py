"""Declarations of customers and contacts."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.entity import Entity, Map, Section
from kith.engine.following import PartOf
from kith.engine.registry import register
from kith.modules.customers.actions import credit
from kith.modules.customers.actions import customers as rules
from kith.modules.customers.models import Address, Contact, Customer, Involvement


@register
class CustomerEntity(Entity):
    """Companies and persons."""

    model, key, plural, icon = Customer, "customer", "customers", "building"
    label, label_plural = _("Customer"), _("Customers")
    columns = ("name", "status", "grade", "city", "phone", "owner", "last_contact_at", "next_contact_on")
    facts = (
        "status",
        "grade",
        "relationship",
        "phone",
        "email",
        "owner",
        "last_contact_at",
        "next_contact_on",
    )
    layout = (
        Section.of(_("Who"), "name", "other_names", "kind", "status", "grade", "industry", "parent", "tags"),
        Section.of(_("Reach"), "phone", "email", "website", "country", "city", "address", "location"),
        Section.of(pgettext_lazy("company", "Size"), "employees", "revenue", "founded"),
        Section.of(
            pgettext_lazy("customer", "How good"),
            "latent_quality",
            "loyalty",
            "worth",
            "potential",
            "relationship",
            "grade_until",
            "grade_review_on",
        ),
        Section.of(
            pgettext_lazy("customer", "Credit"),
            "credit_class",
            "payment_days",
            "credit_limit",
            "credit_blocked",
            "credit_reason",
        ),
        Section.of(
            _("Care"), "next_contact_on", "last_contact_at", "followed_at", "owner_since", "source", "about"
        ),
    )
    filters = (
        "status", "grade", "owner", "last_contact_at", "followed_at", "next_contact_on", "owner_since", "kind", "city",
        "grade_review_on", "credit_class", "credit_blocked",
        "industry", "worth", "potential", "relationship",
    )  # fmt: skip
    search = ("name", "other_names", "phone", "email", "website", "city", "tags")
    sort, import_by = "name", ("name", "email", "phone")
    alike: ClassVar[Any] = {"name": ("name", "other_names"), "phone": ("phone",), "mail": ("email",)}
    quick = ("name", "kind", "phone", "email", "city", "contacts.name", "contacts.mobile")
    aliases = "other_names"
    synonyms = pgettext_lazy("search words", "client, account, company, firm")
    checks, derive, next_contact = (
        (rules.check_parent,),
        (rules.locate, rules.tidy_names, rules.note_owner, rules.keep_grade),
        "next_contact_on",
    )
    actions = (rules.set_grade, credit.set_credit, credit.block_credit, credit.release_credit)
    after = (rules.note_grades,)
    measures = ("revenue", "employees")
    map = Map("location", town="city", country="country", rough="town_only")
    person, features = (("kind", "person"),), ("files", "comments", "merging")


@register
class ContactEntity(Entity):
    """People in customers."""

    model, key, plural, icon = Contact, "contact", "contacts", "address-book"
    label, label_plural = _("Contact"), _("Contacts")
    columns = ("name", "customer", "position", "mobile", "email", "owner")
    facts = ("customer", "position", "mobile", "phone", "email")
    layout = (
        Section.of(_("Who"), "name", "other_names", "customer", "position", "language", "birthday", "tags"),
        Section.of(_("Reach"), "mobile", "phone", "email"),
        Section.of(_("In the company"), "role", "attitude", "influence", "reports_to"),
        Section.of(pgettext_lazy("person", "Known of them"), "background", "likes", "character", "habits"),
        Section.of(_("More"), "about"),
    )
    filters = ("customer", "owner", "position")
    search = ("name", "other_names", "phone", "mobile", "email", "position")
    sort, import_by = "name", ("email", "mobile", "name")
    alike: ClassVar[Any] = {"name": ("name",), "phone": ("mobile", "phone"), "mail": ("email",)}
    quick = ("name", "customer", "role", "mobile", "phone", "email")
    synonyms = pgettext_lazy("search words", "person, people, partner")
    derive, checks = (rules.note_birthday, rules.tidy_names), (rules.check_reports_to,)
    person, shared_along = (), ("customer",)
    also_in: ClassVar[Any] = {"customer": ("involvements", "contact", "customer")}
    features = ("files", "comments", "merging")


@register
class AddressEntity(Entity):
    """Further addresses of customers."""

    model, key, plural, icon, group = Address, "address", "addresses", "map-pin", "parts"
    label, label_plural, title = _("Address"), _("Addresses"), "street"
    columns = ("kind", "street", "postcode", "city", "country", "customer")
    layout = (
        Section.of(_("Address"), "customer", "kind", "street", "postcode", "city", "region", "country"),
    )
    filters, search = ("kind", "city", "country"), ("street", "postcode", "city")
    quick = ("customer", "kind", "street", "postcode", "city", "country")
    rule, features = PartOf("customer", "customer"), ()


@register
class InvolvementEntity(Entity):
    """Contacts in further companies."""

    model, key, plural, icon, group = Involvement, "involvement", "involvements", "link", "parts"
    label, label_plural, title = _("Involvement"), _("Involvements"), "position"
    columns = ("contact", "customer", "role", "position", "attitude", "influence")
    layout = (
        Section.of(
            _("Involvement"), "contact", "customer", "position", "role", "attitude", "influence", "reports_to"
        ),
    )
    filters, quick = ("role",), ("contact", "customer", "role")
    rule, features = PartOf("customer", "customer"), ()
    checks = (rules.check_involvement, rules.check_place)
