"""RatingRule: which value a choice field deserves. RatingLine: its parts. Beside them what waits and what happened."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record, unique_live


class Way(models.TextChoices):
    """How a rule finds the value."""

    POINTS = "points", pgettext_lazy("rating", "Points are added up")
    FIRST = "first", pgettext_lazy("rating", "The first line that holds decides")


class RatingRule(Record):
    """Sets the choice `field` of the records of `entity` for which `where` holds.

    A worse value comes only after it was deserved for `hold_days` in a row; a better one comes at once. A value is to
    be looked at again after `review_months`; one that a person wrote into the field holds for as long.
    """

    list_sorts = ("name",)

    name = fields.Text(_("Name"), max_length=120, required=True)
    entity = fields.Choice(None, _("Object"), max_length=60, required=True)
    field = fields.Choice(None, _("Field that is set"), max_length=60, required=True)
    way = fields.Choice(
        Way, pgettext_lazy("rating", "How it is found"), max_length=10, default=Way.POINTS, required=True
    )
    where = fields.Condition("@entity", pgettext_lazy("rating", "Only for records for which this holds"))
    hold_days = fields.Integer(_("Falls only after days"), default=30, required=True, minimum=0, maximum=3660)
    review_months = fields.Integer(
        pgettext_lazy("rating", "To be looked at again after months"),
        default=12,
        required=True,
        minimum=1,
        maximum=120,
    )
    active = fields.Boolean(_("Active"))

    class Meta:
        verbose_name = _("Rating rule")
        constraints: ClassVar[Any] = (unique_live("name", name="rating_rule_once"),)


class RatingLine(Record):
    """A line of a rule, of three kinds.

    With a condition and without a value it gives `points`. With a value and without a condition it is the band that
    begins at `points`. Where the first line decides, it gives `value` when its condition holds; better values first.
    """

    list_sorts = ("position",)

    rule = fields.Reference(RatingRule, _("Rating rule"), required=True)
    name = fields.Text(_("Name"), max_length=120, required=True)
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0, required=True, minimum=0)
    entity = fields.Choice(None, _("Object"), max_length=60, required=True)
    where = fields.Condition("@entity", pgettext_lazy("rating", "When this holds"))
    points = fields.Integer(_("Points"), default=0, required=True, minimum=-100_000, maximum=100_000)
    value = fields.Text(pgettext_lazy("rating", "Value"), max_length=60)

    class Meta:
        verbose_name = _("Rating line")
        constraints: ClassVar[Any] = (unique_live("rule", "name", name="rating_line_once"),)


class Waiting(models.Model):
    """A fall that waits for its period to end; see deciding.Falling."""

    rule_id = models.BigIntegerField()
    record_id = models.BigIntegerField()
    value = models.CharField(max_length=60, blank=True)
    since = models.DateField()

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("rule_id", "record_id"), name="rating_waits_once"),
        )


class RatingChange(models.Model):
    """A value that was set, by a rule (with its points) or by a person (with the reason, and until when it holds), in a
    batch; `undone` once that was taken back."""

    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    old = models.CharField(max_length=60, blank=True)
    new = models.CharField(max_length=60, blank=True)
    rule_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    points = models.IntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    until = models.DateField(null=True)
    at = models.DateTimeField()
    batch_id = models.BigIntegerField(null=True)
    undone = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[Any] = (
            models.Index(fields=("entity", "record_id", "-at"), name="rating_history"),
            models.Index(fields=("batch_id",), name="rating_batch"),
        )
