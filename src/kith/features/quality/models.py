"""QualityRule: one thing that a good record has."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record, unique_live


class Kind(models.TextChoices):
    """What a rule asks of a record."""

    FILLED = "filled", pgettext_lazy("quality", "A field is filled in")
    VALID = "valid", pgettext_lazy("quality", "A field is plausible")
    YOUNGER = "younger", pgettext_lazy("quality", "A day is not long ago")
    SINGLE = "single", pgettext_lazy("quality", "It is there only once")
    CONDITION = "condition", pgettext_lazy("quality", "A condition holds")


class QualityRule(Record):
    """One demand on the records of an entity that has a score (columns `data_quality` and `gaps`).

    `field` names entity and field, such as "customer.phone"; `days` is how old its day may be; `weight` is its share of
    the score.
    """

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=120, required=True)
    entity = fields.Choice(None, _("Object"), max_length=60, required=True)
    kind = fields.Choice(Kind, _("What is asked"), max_length=12, default=Kind.FILLED, required=True)
    field = fields.Choice(None, _("Field"), max_length=130)
    days = fields.Integer(_("Days"), minimum=1, maximum=36_600)
    where = fields.Condition("@entity", pgettext_lazy("quality", "A record is good when"))
    weight = fields.Integer(_("Weight"), default=1, required=True, minimum=1, maximum=100)
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Quality rule")
        constraints: ClassVar[Any] = (unique_live("entity", "name", name="quality_rule_once"),)
