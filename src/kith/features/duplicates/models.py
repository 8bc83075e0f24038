"""MatchKey: by what a record meets its likes. MatchRule: when people are warned of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record


class MatchKey(models.Model):
    """One key of a record: `mark` is 64 bits of a hash of its kind and text, so the table holds nothing to read.

    `source` and `source_id` are the row that says it: the record itself, or a part of it such as its legal details.
    Rows are written by the gate with every change of what they come from, and hold only what is not in the trash.
    """

    mark = models.BigIntegerField()
    kind = models.SmallIntegerField()
    entity = models.SmallIntegerField()
    record_id = models.BigIntegerField()
    source = models.SmallIntegerField()
    source_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[Any] = (
            models.Index(fields=("mark",), name="matchkey_mark"),
            models.Index(fields=("source_id", "source"), name="matchkey_source"),
        )


class Equal(models.TextChoices):
    """What two records have in common."""

    NAME = "name", pgettext_lazy("equal", "Name")
    PHONE = "phone", pgettext_lazy("equal", "Phone")
    MAIL = "mail", pgettext_lazy("equal", "E-mail")
    TAX = "tax", pgettext_lazy("equal", "Tax number")


class Then(models.TextChoices):
    """What happens on saving."""

    WARN = "warn", pgettext_lazy("duplicates", "It is saved once a reason is given")
    REFUSE = "refuse", pgettext_lazy("duplicates", "It is refused")
    HINT = "hint", pgettext_lazy("duplicates", "Only a hint while typing")


class When(models.TextChoices):
    """When it is looked at."""

    CREATE = "create", pgettext_lazy("duplicates", "When one is created")
    EDIT = "edit", pgettext_lazy("duplicates", "When one is changed")
    IMPORT = "import", pgettext_lazy("duplicates", "When one is imported")


class Tells(models.TextChoices):
    """What one hears of a record that one may not see."""

    NOTHING = "nothing", pgettext_lazy("duplicates", "Nothing")
    KNOWN = "known", pgettext_lazy("duplicates", "That it is known")
    UNIT = "unit", pgettext_lazy("duplicates", "The unit that it is known in")
    OWNER = "owner", pgettext_lazy("duplicates", "The colleague who has it")


def every_equal() -> list[str]:
    """Everything that two records can have in common."""
    return [one.value for one in Equal]


def at_first() -> list[str]:
    """When it is looked at unless somebody says otherwise."""
    return [When.CREATE.value, When.IMPORT.value]


class MatchRule(Record):
    """A record of `entity` that has one of `equal` in common with another, of the same object or one of `also`."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=120, required=True)
    entity = fields.Choice(None, _("Object"), max_length=60, required=True)
    also = fields.Listed(_("Other objects that are looked at"))
    equal = fields.MultiChoice(Equal, _("What is compared"), default=every_equal)
    then = fields.Choice(Then, _("What happens"), max_length=10, default=Then.WARN, required=True)
    moments = fields.MultiChoice(When, _("When"), default=at_first)
    tells = fields.Choice(
        Tells, _("What one hears of records that one may not see"), max_length=10, default=Tells.KNOWN, required=True
    )  # fmt: skip
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Rule for duplicates")
        indexes: ClassVar[Any] = (models.Index(fields=("entity",), name="matchrule_entity"),)


class Scan(models.Model):
    """One look through the whole database; the groups of the latest that came to its end are those to review."""

    user_id = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    records = models.BigIntegerField(default=0)
    pairs = models.BigIntegerField(default=0)
    groups = models.BigIntegerField(default=0)


class Group(models.Model):
    """Records of one entity that may be the same: `members` are their ids, `others` those of further entities that look
    the same (pairs of entity and id), `chance` how likely the weakest tie is (from 0 to 1)."""

    scan_id = models.BigIntegerField()
    entity = models.CharField(max_length=60)
    members = models.JSONField()
    others = models.JSONField(default=list)
    chance = models.FloatField()
    open = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar[Any] = (
            models.Index(fields=("entity", "open", "-chance", "id"), name="duplicategroup_order"),
        )


class Verdict(models.Model):
    """Somebody said that two records are not the same: they are never brought together again. `low` and `high` are the
    two by entity's number and id, the lower first."""

    low_entity = models.SmallIntegerField()
    low_id = models.BigIntegerField()
    high_entity = models.SmallIntegerField()
    high_id = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                fields=("low_entity", "low_id", "high_entity", "high_id"), name="verdict_once"
            ),
        )
        indexes: ClassVar[Any] = (models.Index(fields=("high_id", "high_entity"), name="verdict_high"),)
