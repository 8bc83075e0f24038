"""How the page and form of an entity's records, and the home page, are arranged."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record


class Device(models.TextChoices):
    """What a layout is for where it is not for every device."""

    PHONE = "phone", _("Phone")


class PageLayout(Record):
    """The arrangement for one type of records, people of one role, one kind of device, or for all of them.

    `sections` are {"key", "title": {language: text}, "fields": [keys], "columns": 0..2, "collapsed"}; a section without
    a title has that of the declared one with its key. `left` are fields left out, `facts` and `quick` the fields at a
    glance and those of the short form, `tabs` the order of tabs of which some are `hidden`.
    """

    list_sorts = ("-created_at",)

    entity = fields.Text(_("Records"), max_length=60, required=True)
    record_type = fields.Text(pgettext_lazy("record", "Type"), max_length=40)
    role = fields.Reference("engine.Role", _("Role"), panel=False)
    device = fields.Choice(Device, _("Device"), max_length=10)
    sections = fields.Listed(_("Sections"))
    left = fields.Listed(_("Fields left out"))
    facts = fields.Listed(_("Key facts"))
    quick = fields.Listed(_("Quick create"))
    tabs = fields.Listed(_("Tabs"))
    hidden = fields.Listed(_("Hidden tabs"))

    class Meta:
        verbose_name = _("Page layout")
        indexes: ClassVar[Any] = (models.Index(fields=("entity",), name="pagelayout_entity"),)


class HomePage(Record):
    """The home page of people of a role, or of everybody. `order` and `hidden` name its parts; `parts` are added ones:
    {"key", "entity", "view": id or 0, "show": rows, figure or chart, "measure", "group", "title": {language: text}}."""

    list_sorts = ("-created_at",)

    role = fields.Reference("engine.Role", _("Role"), panel=False)
    order = fields.Listed(pgettext_lazy("sorting", "Order"))
    hidden = fields.Listed(_("Hidden"))
    parts = fields.Listed(_("Added parts"))

    class Meta:
        verbose_name = _("Home page")
