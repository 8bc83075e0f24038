"""Button: something to press that the company added to the pages of an object."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record


class Does(models.TextChoices):
    """What pressing it does."""

    ACTION = "action", pgettext_lazy("button", "Runs an action")
    LINK = "link", pgettext_lazy("button", "Opens a link")
    FORM = "form", pgettext_lazy("button", "Opens a form")


class Stands(models.TextChoices):
    """Where it stands."""

    RECORD = "record", pgettext_lazy("button", "On the page of a record")
    ROW = "row", pgettext_lazy("button", "In the rows of a list")
    BOTH = "both", pgettext_lazy("button", "On the page and in the rows")
    LIST = "list", pgettext_lazy("button", "Above chosen rows of a list")


class Button(Record):
    """One button. `action` with `presets` (values of its arguments), or `link` with fields in braces, or a form for a
    record of `target` that links here by its field `via`, with `presets` of its fields, in which braces name fields.
    Without `roles` it is for everybody; `confirm` is asked before an action."""

    list_sorts = ("position",)

    name = fields.Text(_("Name"))
    entity = fields.Text(_("Object"), max_length=60, required=True)
    does = fields.Choice(Does, pgettext_lazy("button", "What it does"), required=True, max_length=10)
    label = fields.Words(pgettext_lazy("button", "What it says"), blank=False)
    icon = fields.Text(_("Icon"), max_length=40, default="bolt", required=True)
    stands = fields.Choice(
        Stands, pgettext_lazy("button", "Where"), default=Stands.RECORD, required=True, max_length=10
    )
    prominent = fields.Boolean(pgettext_lazy("button", "Always in sight"))
    action = fields.Text(_("Action"), max_length=60)
    link = fields.Text(pgettext_lazy("web", "Link"), max_length=1_000)
    target = fields.Text(pgettext_lazy("button", "New record of"), max_length=60)
    via = fields.Text(pgettext_lazy("button", "Linked by"), max_length=60)
    presets = fields.Structure(pgettext_lazy("button", "Filled in"))
    when = fields.Condition("@entity", pgettext_lazy("button", "Shown when"))
    roles = fields.References("role", pgettext_lazy("button", "For roles"))
    confirm = fields.Words(pgettext_lazy("button", "Question before it"))
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0, required=True, minimum=0)

    class Meta:
        verbose_name = _("Button")
