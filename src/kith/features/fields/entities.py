"""Declaration of how choices of built-in fields are offered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import registry, uses
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.registry import register
from kith.features.fields.lines import TONES
from kith.features.fields.models import ChoiceList
from kith.features.fields.offering import fits


def check(row: ChoiceList, *, actor: Actor) -> None:
    """Refuse what is no arrangement of the field's choices. Raises Invalid."""
    spec = registry.known(row.entity)
    one = spec.fields.get(row.field) if spec is not None else None
    if one is None or not fits(one):
        raise Invalid({"field": [_("There is no such field with choices.")]})
    wrong = list(_mistakes(row.choices, one))
    if wrong:
        raise Invalid({"choices": wrong})


def _is_of(value: Any, known: set[str]) -> bool:
    """Whether it is one of them; through the API anything can come."""
    return isinstance(value, str) and value in known


def _mistakes(said: Any, one: FieldSpec) -> Iterator[Any]:
    values, tones = (
        {choice.value for choice in one.choices},
        {choice.tone for choice in one.choices} | set(dict(TONES)),
    )
    if not all(isinstance(item, dict) and _is_of(item.get("value"), values) for item in said):
        yield _("Choose one of the listed values.")
        return
    hidden = {item["value"] for item in said if item.get("hidden")}
    if len({item["value"] for item in said}) < len(said):
        yield _("A choice stands there twice.")
    if any(not _is_of(item.get("tone", ""), tones) for item in said):
        yield _("There is no such colour.")
    if hidden >= values:
        yield _("Leave at least one choice.")
    begins = one.initial()
    if isinstance(begins, str) and begins in hidden:
        choice = one.choice(begins)
        yield _("New records begin with “%(choice)s”, so it stays.") % {
            "choice": choice.label if choice else begins
        }


@register
class ChoiceListEntity(Entity):
    """How the choices of built-in fields are offered: their order, their colours, and which are not any more."""

    model, key, plural, icon, group = ChoiceList, "choice-list", "choice-lists", "list", "settings"
    elsewhere = True
    label, label_plural, title = _("Choices of a field"), _("Choices of fields"), "field"
    columns = ("entity", "field", "updated_at", "updated_by")
    layout = (Section.of(_("Choices"), "entity", "field", "choices"),)
    filters, checks, open, bumps, features = ("entity",), (check,), ("read",), "config", ()


uses.shaped_at("choice-list", lambda row: f"fields/{row.field}/choices/")
