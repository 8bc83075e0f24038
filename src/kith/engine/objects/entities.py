"""The declaration of own objects as records of the configuration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import records, registry
from kith.engine.actions import action
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.objects import declaring, ending, naming, parts, tables
from kith.engine.objects.models import CustomObject
from kith.engine.registry import register

registry.own_entities_from(declaring.read)
registry.shaped_by(declaring.shape)
registry.shaped_by(parts.shape)


@action(
    _("Delete although it is used"),
    done=pgettext_lazy("done", "Deleted"),
    icon="trash",
    tone="danger",
    many=False,
    help=_("What links to it is hidden until the object comes back. Its records are kept."),
)
def remove(row: CustomObject, *, actor: Actor) -> None:
    """Into the trash, with whatever names it left as it is."""
    with ending.told():
        records.delete(row, by=actor, version=row.version)


@register
class CustomObjectEntity(Entity):
    """Business objects that an administrator added."""

    model, key, plural, icon, group = CustomObject, "custom-object", "custom-objects", "shape", "settings"
    elsewhere = True
    label, label_plural, title = _("Own object"), _("Own objects"), "key"
    columns = ("key", "plural", "label", "group", "created_at")
    layout = (
        Section.of(_("Object"), "key", "plural", "label", "label_plural", "description", "icon", "group"),
        Section.of(_("Name"), "numbering", "title_label"),
        Section.of(
            pgettext_lazy("of an object", "Views"), "columns", "subtitle", "facts", "search", "board",
            "calendar_start", "calendar_end", "features",
        ),
        Section.of(_("Part of another"), "under", "parting"),
    )  # fmt: skip
    sort, import_by, bumps, features = "-created_at", ("key",), "config", ()
    derive, checks = (naming.complete,), (naming.check, ending.check)
    keeps, actions = (tables.follow, ending.clear), (remove,)
