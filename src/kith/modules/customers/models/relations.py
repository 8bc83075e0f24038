"""Relations between any two records, in words of the company's own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record, unique_live


class RelationKind(Record):
    """A kind of relation: its words from one end (supplies) and from the other (buys from)."""

    list_sorts = ("position",)

    name = fields.Text(_("Name"), required=True, max_length=120)
    forth = fields.Text(_("Words one way"), required=True, max_length=120)
    back = fields.Text(_("Words the other way"), required=True, max_length=120)
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0, required=True, minimum=0)

    class Meta:
        verbose_name = _("Kind of relation")
        constraints: ClassVar[Any] = (unique_live("name", name="relation_kind_once"),)


class Relation(Record):
    """`one` stands to `other` as the words of its kind say. Seen by who sees both."""

    kind = fields.Reference(RelationKind, _("Kind of relation"), required=True, panel=False)
    one = fields.AnyReference(_("One end"), required=True, panel=False)
    other = fields.AnyReference(_("The other end"), required=True, panel=False)
    note = fields.Text(pgettext_lazy("relation", "Note"), max_length=500, personal="personal")
    since = fields.Date(_("Since"))

    class Meta:
        verbose_name = _("Relation")
        indexes: ClassVar[Any] = (
            models.Index(fields=("one_entity", "one"), name="relation_one", condition=LIVE),
            models.Index(fields=("other_entity", "other"), name="relation_other", condition=LIVE),
        )
