"""Declaration of words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.engine import uses
from kith.engine.entity import Entity, Section
from kith.engine.registry import register
from kith.features.wording.checking import check
from kith.features.wording.models import Wording


@register
class WordingEntity(Entity):
    """The company's own words for objects, fields, choices, sections and actions, per language."""

    model, key, plural, icon, group = Wording, "wording", "wordings", "language", "settings"
    elsewhere = True
    label, label_plural, title = _("Wording"), _("Wordings"), "key"
    columns = ("entity", "what", "key", "words", "updated_at", "updated_by")
    layout = (Section.of(_("Words"), "entity", "what", "key", "words"),)
    filters = ("entity", "what")
    checks, open, bumps, features = (check,), ("read",), "config", ()


uses.shaped_at("wording", lambda _row: "words/")
