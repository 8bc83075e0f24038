"""ChoiceList: how the choices of a built-in field are offered here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from kith.engine import fields
from kith.engine.record import Record, unique_live


class ChoiceList(Record):
    """The choices of a built-in field in the order of the company: a list of {"value", "tone", "hidden"}. Those that
    are not named follow as Kith brings them. A hidden one is not offered any more, and read where it stands."""

    list_sorts = ("-created_at",)

    entity = fields.Text(_("Object"), max_length=60, required=True)
    field = fields.Text(_("Field"), max_length=60, required=True)
    choices = fields.Listed(_("Choices"))

    class Meta:
        verbose_name = _("Choices of a field")
        constraints: ClassVar[Any] = (unique_live("entity", "field", name="choice_list_once"),)
