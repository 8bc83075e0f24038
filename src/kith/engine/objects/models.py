"""CustomObject: one business object of the customer's own, and what every record of such an object has."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record, unique_live


class Standing(models.TextChoices):
    """Where menus show an object."""

    WORK = "work", pgettext_lazy("place of an object", "Daily work")
    LISTS = "lists", pgettext_lazy("place of an object", "Lists")
    PARTS = "parts", pgettext_lazy("place of an object", "Only on the pages of other records")


class Parting(models.TextChoices):
    """What becomes of the parts of a record that is deleted."""

    KEEP = "keep", _("They stay")
    ALONG = "along", _("They are deleted too")
    REFUSE = "refuse", _("It cannot be deleted while it has any")


class Power(models.TextChoices):
    """The features that an object of one's own can have."""

    FILES = "files", _("Files")
    COMMENTS = "comments", _("Comments")
    MERGING = "merging", _("Merging")


def every_power() -> list[str]:
    """What an object has of which nothing is said."""
    return [*Power.values]


class CustomObject(Record):
    """One object. Texts are {"en": …, "zh-hans": …, "ru": …}; lists of fields hold their keys. `former` are addresses
    that it had once. Without a `numbering` records are named by hand."""

    key = fields.Text(_("Key"), max_length=40, required=True)
    plural = fields.Text(_("Address"), max_length=40, required=True)
    former = fields.Listed(_("Former addresses"), readonly=True)
    label = fields.Words(_("Name of one"))
    label_plural = fields.Words(_("Name of many"))
    description = fields.Words(_("Description"))
    icon = fields.Text(_("Icon"), max_length=60, default="box")
    group = fields.Choice(Standing, _("Stands in"), default=Standing.WORK, required=True)
    numbering = fields.Text(_("Number"), max_length=60)
    title_label = fields.Words(_("What its name is called"))
    features = fields.MultiChoice(Power, _("Features"), default=every_power)
    subtitle = fields.Listed(_("Under the name"))
    columns = fields.Listed(_("Columns"))
    facts = fields.Listed(_("Key facts"))
    search = fields.Listed(_("Found by"))
    board = fields.Text(_("Board by"), max_length=59)
    calendar_start = fields.Text(_("In the calendar from"), max_length=59)
    calendar_end = fields.Text(_("In the calendar until"), max_length=59)
    under = fields.Text(_("Part of"), max_length=59)
    parting = fields.Choice(
        Parting, _("When what it is part of is deleted"), default=Parting.KEEP, required=True
    )

    class Meta:
        verbose_name = _("Own object")
        constraints: ClassVar[Any] = (
            unique_live("key", name="custom_object_key"),
            unique_live("plural", name="custom_object_plural"),
        )


class OwnRecord(Record):
    """What every record of an own object has; all else are custom values."""

    list_sorts = ("name_key", "-created_at")

    name = fields.Text(_("Name"), required=True)
    name_key = fields.SortKey("name")

    class Meta:
        abstract = True
