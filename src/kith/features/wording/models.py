"""Wording: what a company calls something that Kith calls otherwise."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record, unique_live


class What(models.TextChoices):
    """What has words of its own."""

    OBJECT = "entity", _("Object")
    FIELD = "field", _("Field")
    HELP = "help", _("Help text")
    CHOICE = "choice", _("Choice")
    SECTION = "section", _("Section")
    ACTION = "action", _("Action")


class Wording(Record):
    """The words for one thing, a text per language; a language without one keeps the standard word.

    `key` is "one" or "many" for an object, the field's or action's key, "field/value" for a choice, and for a section
    its English standard title.
    """

    list_sorts = ("-created_at",)

    entity = fields.Text(_("Object"), max_length=60, required=True)
    what = fields.Choice(What, pgettext_lazy("words", "What"), required=True, max_length=10)
    key = fields.Text(_("Key"), max_length=200, required=True)
    words = fields.Words(_("Words"))

    class Meta:
        verbose_name = _("Wording")
        constraints: ClassVar[Any] = (unique_live("entity", "what", "key", name="wording_once"),)
