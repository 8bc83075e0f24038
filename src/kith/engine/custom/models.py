"""The row of an added field, and which kinds there are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.engine import fields
from kith.engine.fieldtypes.base import FILES
from kith.engine.formula.lexing import LONGEST
from kith.engine.record import Record, unique_live

KINDS = (
    "text", "longtext", "email", "phone", "url", "integer", "decimal", "percent", "money", "boolean", "date",
    "datetime", "time", "duration", "choice", "multichoice", "tags", "reference", "references", "country", "language",
    "rating", "color", "address", "location", "autonumber",
    *FILES,
)  # fmt: skip
# Kinds that are no kinds of values: Kith works a value of another kind out.
FORMULA = "formula"
WORKED_OUT: dict[str, Any] = {"rollup": _("Roll-up over other records"), FORMULA: _("Formula")}
UNIQUE_KINDS = (
    "text", "email", "phone", "url", "integer", "decimal", "percent", "date", "datetime", "time", "duration",
    "reference",
)  # fmt: skip
CHOICE_KINDS = ("choice", "multichoice")
LINK_KINDS = ("reference", "references")
# Kinds whose values Kith gives.
READONLY_KINDS = ("autonumber",)
# Kinds that can stand beside a unique one: what has one plain value.
TOGETHER_KINDS = (*UNIQUE_KINDS, "choice", "country", "language")
BOUNDED_KINDS = ("integer", "decimal", "percent", "money", "duration", "date")


class Personal(models.TextChoices):
    """What a field tells about people."""

    PERSONAL = "personal", _("Personal")
    SENSITIVE = "sensitive", _("Sensitive: health, belief, origin, money and the like")


class WhenGone(models.TextChoices):
    """What becomes of a link when the record is deleted that it leads to; without it the link stays as it is."""

    REFUSE = "refuse", _("Refuse to delete it")
    EMPTY = "empty", _("Empty the link")
    DELETE = "delete", _("Delete this record along with it")


class CustomField(Record):
    """One added field. `choices` is a list of {"value", "label", "tone", "under"}: `under` are the values of the
    field that it `depends_on` for which a choice is offered, none for always. `default`, `minimum` and `maximum` are
    values as the API writes them, as text; `allowed` is a condition on records of the target, `required_when` one on
    the record itself; `rollup` says what is worked out over which records (kith.engine.rollups). A `formula` shows a
    value of the kind `result`, which is found when it is first written (kith.engine.formula). A field that was given
    another kind has its values under `slot`, and in `earlier` what it was (kith.engine.custom.converting)."""

    list_sorts = ("-created_at",)

    entity = fields.Text(_("Object"), max_length=60, required=True)
    key = fields.Text(_("Key"), max_length=59, required=True)
    kind = fields.Text(_("Kind"), max_length=40, required=True)
    label = fields.Words(_("Label"))
    help = fields.Words(_("Help text"))
    placeholder = fields.Words(_("Example in the empty field"))
    position = fields.Integer(_("Place in the order"), default=0)
    in_list = fields.Boolean(_("Column of the list"))
    indexed = fields.Boolean(_("Fast filter and sort"))
    required = fields.Boolean(_("Must be filled in"))
    required_when = fields.Condition("@entity", _("Must be filled in when"), idle=True)
    unique = fields.Boolean(_("Only once"))
    unique_with = fields.Listed(_("Only once together with"))
    default = fields.Text(_("Starting value"), max_length=500)
    default_formula = fields.Formula(_("Starting value (formula)"), limit=LONGEST)
    formula = fields.Formula(_("Formula"), limit=LONGEST)
    result = fields.Text(_("Result"), max_length=20, readonly=True)
    choices = fields.Listed(_("Choices"))
    depends_on = fields.Text(_("Choices depend on"), max_length=59)
    target = fields.Text(_("Links to"), max_length=60)
    allowed = fields.Condition("@target", _("Records to choose from"))
    places = fields.Integer(_("Decimal places"), minimum=0, maximum=8)
    minimum = fields.Text(_("At least"), max_length=40)
    maximum = fields.Text(_("At most"), max_length=40)
    currency = fields.Text(_("Currency"), max_length=3)
    format = fields.Text(_("Form of the number"), max_length=60)
    when_gone = fields.Choice(WhenGone, _("When the linked record is deleted"), max_length=10)
    tree = fields.Boolean(_("A tree without circles"))
    rollup = fields.Structure(_("Roll-up"))
    slot = fields.Text(_("Name of its stored values"), max_length=70, readonly=True)
    earlier = fields.Listed(_("What it was before"), readonly=True)
    personal = fields.Choice(Personal, _("Data about people"), max_length=10)

    class Meta:
        verbose_name = _("Custom field")
        constraints: ClassVar[Any] = (unique_live("entity", "key", name="custom_field_once"),)
