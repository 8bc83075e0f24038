"""Declaration of files on records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.engine.entity import Entity, Section
from kith.engine.registry import register
from kith.features.files.attaching import Filed, check_place, take_content
from kith.features.files.models import Attachment


@register
class AttachmentEntity(Entity):
    """Files, made by uploading only."""

    model, key, plural, icon, group = Attachment, "attachment", "files", "paperclip", "parts"
    label, label_plural = _("File"), _("Files")
    columns = ("name", "about", "size", "type", "created_by", "created_at")
    layout = (Section.of(_("File"), "name", "about", "size", "type"),)
    filters = ("type", "created_by", "created_at")
    search = ("name",)
    features = ()
    rule = Filed("about")
    derive, checks = (take_content,), (check_place,)
