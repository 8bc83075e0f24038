"""SavedView: what one looks at, under a name."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record


class Kind(models.TextChoices):
    """How the records are laid out."""

    TABLE = "table", _("List")
    BOARD = "board", _("Board")
    CALENDAR = "calendar", _("Calendar")
    REPORT = "report", _("Report")


class Audience(models.TextChoices):
    """Who finds the view: a unit's view reaches the units below it."""

    PRIVATE = "private", _("Only me")
    TEAM = "team", _("My team")
    UNIT = "unit", _("My unit")
    EVERYONE = "everyone", _("Everyone")


class SavedView(Record):
    """A view of one entity. `where` is a condition, `columns` and `sort` are names of fields, `scene` is the tab of
    every list on which the view stands."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=80, required=True)
    entity = fields.Text(_("Records"), max_length=60, required=True)
    kind = fields.Choice(Kind, _("Kind"), default=Kind.TABLE, required=True)
    columns = fields.Listed(_("Columns"))
    where = fields.Structure(_("Filter"))
    sort = fields.Listed(pgettext_lazy("sorting", "Order"))
    group = fields.Text(_("Group by"), max_length=100)
    scene = fields.Text(_("Tab"), max_length=40)
    shared = fields.Choice(Audience, _("Shared with"), default=Audience.PRIVATE, required=True)
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0)
    default = fields.Boolean(_("Opens first"))

    class Meta:
        verbose_name = _("Saved view")
        indexes: ClassVar[Any] = (models.Index(fields=("entity", "position"), name="savedview_entity"),)
