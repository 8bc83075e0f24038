"""Menu: what stands in the menu of people of a role, or of everybody."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from kith.engine import fields
from kith.engine.record import Record, unique_live


class Menu(Record):
    """The menu of a role, or of everybody. `entries` are in their order {"kind": "object", "entity": …}, {"kind":
    "view", "entity": …, "view": number, "words": …}, {"kind": "link", "href": …, "words": …} or {"kind": "heading",
    "words": …}; words are a text per language. What is left out is out of sight, not out of reach."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"))
    role = fields.Reference("engine.Role", _("Role"), panel=False)
    entries = fields.Listed(_("Entries"))

    class Meta:
        verbose_name = _("Menu")
        constraints: ClassVar[Any] = (
            unique_live("role", name="menu_of_role_once"),
            unique_live("name", name="menu_name_once"),
        )
