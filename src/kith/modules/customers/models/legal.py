"""Legal details: under which title, numbers and bank account a company stands in documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record
from kith.modules.customers.models.customers import Customer

ONCE = _("This exists already.")


class Legal(Record):
    """What every country asks for, and what only some do; which of it a country uses stands in
    `kith.modules.customers.queries.legal`.

    `tax_number` is 统一社会信用代码 in China, ИНН in Russia, the VAT number elsewhere; `branch_number` is КПП,
    `register_number` ОГРН or ОГРНИП, else that of a commercial register; `bank_code` is БИК, 联行号 or another code of
    the country's banks.
    """

    title = fields.Text(pgettext_lazy("legal", "Title"), max_length=400, required=True, personal="personal")
    country = fields.Country(_("Country"))
    form = fields.Text(_("Legal form"), max_length=120)
    tax_number = fields.Text(_("Tax number"), max_length=40, personal="personal")
    branch_number = fields.Text(_("Branch number (КПП)"), max_length=20)
    register_number = fields.Text(_("Register number"), max_length=60, personal="personal")
    address = fields.Address(_("Registered address"), personal="personal")
    phone = fields.Phone(_("Phone"), personal="personal")
    signs = fields.Text(_("Who signs"), max_length=200, personal="personal")
    basis = fields.Text(_("On what basis"), max_length=200)
    bank = fields.Text(pgettext_lazy("money", "Bank"), max_length=300)
    bank_code = fields.Text(_("Bank code"), max_length=20)
    swift = fields.Text(_("SWIFT (BIC)"), max_length=20)
    account = fields.Text(pgettext_lazy("money", "Bank account"), max_length=60, personal="personal")
    correspondent = fields.Text(_("Correspondent account"), max_length=30)
    main = fields.Boolean(_("The usual one"))

    class Meta:
        abstract = True


class LegalDetail(Legal):
    """One of the legal details of a customer, of which documents pick one."""

    customer = fields.Reference(Customer, _("Customer"), required=True)

    class Meta:
        verbose_name = _("Legal details")
        constraints: ClassVar[Any] = (
            UniqueConstraint(
                fields=("customer", "tax_number", "branch_number", "account"),
                condition=LIVE & ~Q(tax_number=""), name="legal_detail_once", violation_error_message=ONCE,
            ),
        )  # fmt: skip


class OwnLegalDetail(Legal):
    """One of our own companies, as which documents are made; `unit` is the branch that uses it."""

    class Meta:
        verbose_name = _("Our legal details")
        constraints: ClassVar[Any] = (
            UniqueConstraint(
                fields=("tax_number", "branch_number", "account"),
                condition=LIVE & ~Q(tax_number=""), name="own_legal_detail_once", violation_error_message=ONCE,
            ),
        )  # fmt: skip
