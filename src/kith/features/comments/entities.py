"""Declaration of comments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.engine.entity import Entity, Section
from kith.engine.following import Following
from kith.engine.registry import register
from kith.features.comments.mentioning import check_place, fill_mentions
from kith.features.comments.models import Comment


@register
class CommentEntity(Entity):
    """What people say about records; changed and removed by who wrote it."""

    model, key, plural, icon, group = Comment, "comment", "comments", "message", "parts"
    label, label_plural, title = _("Comment"), _("Comments"), "text"
    columns = ("text", "about", "created_by", "created_at")
    layout = (Section.of(_("Comment"), "text", "about", "mentions"),)
    filters = ("created_by", "created_at", "mentions")
    search = ("text",)
    features = ()
    rule = Following("about")
    derive, checks = (fill_mentions,), (check_place,)
