"""Attachment: one file on one record. Its bytes lie in the store under their SHA-256."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record


class Attachment(Record):
    """A file on a record. `size` is in bytes; `type` is what the content looks like, whatever its name says; `entry` is
    the entry of the record's story that it came with, `field` the field of the record that holds it or held it. One
    that was sent ahead of its record is `waiting` for it, belongs to nothing and is seen by its sender only."""

    name = fields.Text(_("Name"), required=True, personal="personal")
    about = fields.AnyReference(pgettext_lazy("record", "Belongs to"))
    entry = fields.AnyReference(_("Came with"))
    field = fields.Text(_("Field"), max_length=60, readonly=True)
    size = fields.Integer(_("Size"), readonly=True)
    waiting = fields.Boolean(_("Waits for its record"), readonly=True)
    type = fields.Text(_("Type"), max_length=100, readonly=True)
    sha = fields.Text(_("Checksum"), max_length=64, readonly=True)

    class Meta:
        verbose_name = _("File")
        indexes: ClassVar[Any] = (
            models.Index(fields=("about_entity", "about"), name="attachment_about"),
            models.Index(fields=("sha",), name="attachment_sha"),
        )
