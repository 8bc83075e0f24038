"""What sellers choose from: products, competitors, reasons."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record, unique_live


class LostReason(Record):
    """Why deals are lost."""

    list_sorts = ("position",)

    name = fields.Text(_("Name"), required=True, max_length=120)
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0, required=True, minimum=0)

    class Meta:
        verbose_name = _("Lost reason")
        constraints: ClassVar[Any] = (unique_live("name", name="lost_reason_once"),)


class Competitor(Record):
    """Somebody who wants the same customers."""

    list_sorts = ("name_key",)

    name = fields.Text(_("Name"), required=True)
    name_key = fields.SortKey("name")
    website = fields.Url(_("Website"))
    strengths = fields.LongText(_("Strengths"))
    weaknesses = fields.LongText(_("Weaknesses"))

    class Meta:
        verbose_name = _("Competitor")
        constraints: ClassVar[Any] = (unique_live("name", name="competitor_once"),)


class Product(Record):
    """Something that is sold, with its list price."""

    list_sorts = ("name_key",)

    name = fields.Text(_("Name"), required=True)
    name_key = fields.SortKey("name")
    code = fields.Text(_("Code"), max_length=60)
    series = fields.Text(_("Series"), max_length=120)
    price = fields.Money(_("List price"))
    active = fields.Boolean(_("On sale"), default=True)
    about = fields.LongText(_("About"))

    class Meta:
        verbose_name = _("Product")
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                fields=("code",), condition=LIVE & ~Q(code=""), name="product_code_once",
                violation_error_message=_("This code is taken."),
            ),
        )  # fmt: skip
