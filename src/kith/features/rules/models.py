"""ValidationRule: what a record must not be. FormRule: how a form reacts while a condition holds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.formula.lexing import LONGEST
from kith.engine.record import Record


class Kind(models.TextChoices):
    """How a rule finds out."""

    CONDITION = "condition", pgettext_lazy("rule", "A condition")
    FORMULA = "formula", pgettext_lazy("rule", "A formula")
    FORMAT = "format", pgettext_lazy("rule", "The format of a value")


class Severity(models.TextChoices):
    """What happens with what is wrong."""

    REFUSE = "refuse", pgettext_lazy("rule", "It is refused")
    WARN = "warn", pgettext_lazy("rule", "It is saved once a reason is given")


class Moment(models.TextChoices):
    """When a rule is asked."""

    CREATE = "create", pgettext_lazy("rule", "When one is created")
    EDIT = "edit", pgettext_lazy("rule", "When one is changed")
    IMPORT = "import", pgettext_lazy("rule", "When one is imported")


class Effect(models.TextChoices):
    """What a form rule does with fields."""

    SHOW = "show", pgettext_lazy("rule", "Show only then")
    HIDE = "hide", pgettext_lazy("rule", "Hide")
    REQUIRE = "require", pgettext_lazy("rule", "Ask for")
    LOCK = "lock", pgettext_lazy("rule", "Lock")
    LIMIT = "limit", pgettext_lazy("rule", "Fewer choices")
    SET = "set", pgettext_lazy("rule", "Fill in")


def every_moment() -> list[str]:
    """All moments."""
    return [moment.value for moment in Moment]


class ValidationRule(Record):
    """One rule. A record for which `where` or `formula` holds is wrong, or one whose `field` has not the form `format`.

    `changed` narrows it to the moment in which that field gets another value, such as a stage. Records that were made
    before the day `since` are spared.
    """

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=120, required=True)
    entity = fields.Text(_("Object"), max_length=60, required=True)
    kind = fields.Choice(Kind, _("What is looked at"), max_length=10, default=Kind.CONDITION, required=True)
    where = fields.Condition("@entity", _("A record is wrong when"))
    formula = fields.Formula(pgettext_lazy("rule", "A record is wrong when this is true"), limit=LONGEST)
    field = fields.Text(_("Shown at the field"), max_length=60)
    format = fields.Text(pgettext_lazy("rule", "Format"), max_length=20)
    message = fields.Words(_("What people are told"))
    severity = fields.Choice(
        Severity, _("What happens"), max_length=10, default=Severity.REFUSE, required=True
    )
    moments = fields.MultiChoice(Moment, _("When"), default=every_moment)
    changed = fields.Text(_("Only when this field changes"), max_length=60)
    since = fields.Date(_("Spare what was created before"))
    position = fields.Integer(_("Place in the order"), default=0)
    active = fields.Boolean(_("Active"))

    class Meta:
        verbose_name = _("Validation rule")
        indexes: ClassVar[Any] = (models.Index(fields=("entity",), name="validationrule_entity"),)


class FormRule(Record):
    """While `where` holds for what stands in a form, `effect` is done to the fields `on`; `choices` are those that are
    left to choose, `value` what is filled in, written as in the API."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=120, required=True)
    entity = fields.Text(_("Object"), max_length=60, required=True)
    where = fields.Condition("@entity", pgettext_lazy("rule", "While"))
    effect = fields.Choice(Effect, pgettext_lazy("rule", "What then"), max_length=10, required=True)
    on = fields.Listed(_("Fields"))
    choices = fields.Listed(_("Choices that are left"))
    value = fields.Text(_("Value"), max_length=500)
    position = fields.Integer(_("Place in the order"), default=0)
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Form rule")
        indexes: ClassVar[Any] = (models.Index(fields=("entity",), name="formrule_entity"),)


class Review(models.Model):
    """All records asked by one rule, in the background: `asked` sums up what the rule asked then, `ids` are the first
    of those that are wrong, `last` is the record up to which it has come."""

    rule_id = models.BigIntegerField(unique=True)
    asked = models.CharField(max_length=32)
    user_id = models.BigIntegerField()
    total = models.BigIntegerField(default=0)
    looked = models.BigIntegerField(default=0)
    wrong = models.BigIntegerField(default=0)
    ids = models.JSONField(default=list)
    last = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
