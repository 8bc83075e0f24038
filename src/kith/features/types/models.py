"""RecordType: one type of an object's records."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record, unique_live


class Tone(models.TextChoices):
    """The colour in which a type is shown."""

    INFO = "info", pgettext_lazy("colour", "Blue")
    GOOD = "good", pgettext_lazy("colour", "Green")
    WARN = "warn", pgettext_lazy("colour", "Amber")
    BAD = "bad", pgettext_lazy("colour", "Red")
    QUIET = "quiet", pgettext_lazy("colour", "Grey")


class RecordType(Record):
    """A type. `label` and `about` are texts per language. `unused` are the keys of fields that it does not have;
    `limits` says by field which values a choice may take (a list) or to which records a link may lead (a condition).
    """

    list_sorts = ("-created_at",)

    entity = fields.Text(_("Object"), max_length=60, required=True)
    key = fields.Text(_("Key"), max_length=40, required=True)
    label = fields.Words(pgettext_lazy("type", "Name"))
    about = fields.Words(_("Description"))
    icon = fields.Text(_("Icon"), max_length=40)
    tone = fields.Choice(Tone, _("Colour"), max_length=10)
    active = fields.Boolean(pgettext_lazy("type", "In use"), default=True)
    standard = fields.Boolean(
        pgettext_lazy("type", "Standard"), help_text=_("For new records that do not say their type.")
    )
    unused = fields.Listed(_("Fields that it does not use"))
    limits = fields.Structure(_("Values that it may take"))
    roles = fields.References(
        "role", _("Who may make them"), help_text=_("Roles. Without any, everybody who may create records.")
    )

    class Meta:
        verbose_name = _("Type of records")
        constraints: ClassVar[Any] = (unique_live("entity", "key", name="record_type_once"),)
