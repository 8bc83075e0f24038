"""Pin: an entry that stands at the top of a record's story."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record


class Pin(Record):
    """What somebody pinned to the top of the story of the record that it is about, for everybody."""

    about = fields.AnyReference(pgettext_lazy("record", "About"), required=True)
    entry = fields.AnyReference(_("Entry"), required=True)

    class Meta:
        verbose_name = _("Pin")
        indexes: ClassVar[Any] = (models.Index(fields=("about_entity", "about"), name="pin_about"),)
