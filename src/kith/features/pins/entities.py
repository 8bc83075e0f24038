"""Declaration of pins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kith.engine.entity import Entity, Section
from kith.engine.following import Following
from kith.engine.registry import register
from kith.features.pins.models import Pin


@register
class PinEntity(Entity):
    """Entries at the top of stories; taken away by who pinned them and whoever reaches further."""

    model, key, plural, icon, group = Pin, "pin", "pins", "pin", "parts"
    label, label_plural, title = gettext_lazy("Pin"), gettext_lazy("Pins"), "entry"
    columns = ("about", "entry", "created_by", "created_at")
    layout = (Section.of(gettext_lazy("Pin"), "about", "entry"),)
    filters, features = ("created_by",), ()
    rule = Following("about")
