"""Declaration of buttons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import uses
from kith.engine.entity import Entity, Section
from kith.engine.registry import register
from kith.features.buttons import filling
from kith.features.buttons.checking import check, name
from kith.features.buttons.models import Button, Does


@register
class ButtonEntity(Entity):
    """Buttons that an administrator added to pages; they do what their presser may do."""

    model, key, plural, icon, group = Button, "button", "buttons", "bolt", "settings"
    elsewhere = True
    label, label_plural, title = _("Button"), _("Buttons"), "name"
    columns = ("name", "entity", "does", "stands", "updated_at", "updated_by")
    layout = (
        Section.of(_("Button"), "entity", "name", "label", "icon", "stands", "prominent", "position"),
        Section.of(
            pgettext_lazy("button", "What it does"),
            "does", "action", "link", "target", "via", "presets", "confirm",
        ),
        Section.of(pgettext_lazy("button", "For whom"), "when", "roles"),
    )  # fmt: skip
    filters, sort = ("entity", "does"), "position"
    conditions, known_by = {"when": "entity"}, ("entity", "name")
    derive, checks, bumps, features = (name,), (check,), "config", ()


@uses.names("button", harmless=True)
def named(button: Button) -> Iterator[uses.Subject]:
    """The object of a button, what it makes, and the fields that it fills in."""
    yield uses.Subject(button.entity)
    yield from uses.of_paths(filling.names(button.link), button.entity)
    if button.does == Does.FORM:
        yield from uses.of_paths([button.via, *button.presets], button.target)
        yield from uses.of_paths(filling.names(" ".join(map(str, button.presets.values()))), button.entity)


uses.shaped_at("button", lambda button: f"buttons/{button.pk}/")
