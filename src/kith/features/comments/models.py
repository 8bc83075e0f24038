"""Comment: what somebody says about a record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record


class Comment(Record):
    """A comment. `mentions` are the colleagues whom its text names with @, filled by Kith."""

    about = fields.AnyReference(pgettext_lazy("record", "About"), required=True)
    text = fields.LongText(_("Text"), limit=10_000, required=True, personal="personal")
    mentions = fields.References("user", _("Mentioned"), readonly=True)

    class Meta:
        verbose_name = _("Comment")
        indexes: ClassVar[Any] = (models.Index(fields=("about_entity", "about"), name="comment_about"),)
