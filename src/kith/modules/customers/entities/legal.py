"""Declarations of legal details."""

from dataclasses import replace
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry
from kith.engine.entity import Entity, Section
from kith.engine.following import PartOf
from kith.engine.registry import register
from kith.engine.spec import EntitySpec
from kith.modules.customers.actions import legal
from kith.modules.customers.models import LegalDetail, OwnLegalDetail

WHO = ("title", "country", "form", "tax_number", "branch_number", "register_number", "address", "phone")
SIGNING = ("signs", "basis")
BANK = ("bank", "bank_code", "swift", "account", "correspondent")


@register
class LegalDetailEntity(Entity):
    """Titles, tax numbers and bank accounts of customers, of which documents pick one."""

    model, key, plural, icon, group = (
        LegalDetail,
        "legal-detail",
        "legal-details",
        "file-certificate",
        "parts",
    )
    label, label_plural, title = _("Legal details"), pgettext_lazy("many", "Legal details"), "title"
    columns = ("title", "country", "tax_number", "bank", "account", "main", "customer")
    layout = (
        Section.of(_("Legal details"), "customer", *WHO, "main"),
        Section.of(pgettext_lazy("money", "Bank"), *BANK),
        Section.of(_("Signature"), *SIGNING),
    )
    filters, search = ("country", "main"), ("title", "tax_number", "register_number")
    quick = ("customer", "title", "country", "tax_number", "bank", "account")
    alike: ClassVar[Any] = {"name": ("title",), "tax": ("tax_number",)}
    rule, features = PartOf("customer", "customer"), ()
    gather, derive, checks = (legal.fill_from_customer,), (legal.unite,), (legal.check_numbers,)
    after = (legal.one_usual,)


@register
class OwnLegalDetailEntity(Entity):
    """Titles, tax numbers and bank accounts of our own companies."""

    model, key, plural, icon = OwnLegalDetail, "own-legal-detail", "own-legal-details", "building-bank"
    label, label_plural, group = (
        _("Our legal details"),
        pgettext_lazy("many", "Our legal details"),
        "settings",
    )
    title = "title"
    columns = ("title", "country", "tax_number", "bank", "account", "main", "unit")
    layout = (
        Section.of(_("Our legal details"), *WHO, "main"),
        Section.of(pgettext_lazy("money", "Bank"), *BANK),
        Section.of(_("Signature"), *SIGNING),
    )
    filters, search = ("country", "main"), ("title", "tax_number", "register_number")
    quick, open, features = ("title", "country", "tax_number", "bank", "account"), ("read",), ()
    derive, checks, after = (legal.unite,), (legal.check_numbers,), (legal.one_usual_own,)


@registry.shaped_by
def by_country(spec: EntitySpec) -> EntitySpec:
    """Forms and pages of legal details leave out what their country does not use."""
    if spec.key not in ("legal-detail", "own-legal-detail"):
        return spec
    return replace(spec, reacting=(*spec.reacting, legal.react), hiding=(*spec.hiding, legal.unused))
