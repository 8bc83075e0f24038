"""Values of one kind as values of another: for added fields that are given another kind, and for what is of old."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.engine.fieldtypes.base import FieldSpec
from kith.kernel.money import Money

WRITTEN = ("text", "longtext")

TARGETS: dict[str, tuple[str, ...]] = {
    "text": ("longtext", "choice", "integer", "decimal", "percent", "money", "date", "datetime", "boolean", "email",
             "phone", "url", "country", "tags"),
    "longtext": ("text",),
    "integer": ("decimal", "percent", "money", "duration", "rating", "text"),
    "decimal": ("integer", "percent", "money", "text"),
    "percent": ("decimal", "text"),
    "money": ("decimal", "text"),
    "choice": ("multichoice", "text"),
    "multichoice": ("choice", "text"),
    "datetime": ("date", "text"),
    **dict.fromkeys(("boolean", "date", "time", "duration", "rating", "email", "phone", "url", "country", "language",
                     "color", "address", "tags", "location"), ("text",)),
}  # fmt: skip
"""The kinds that values of a kind can become."""


def converted(value: Any, old: FieldSpec, new: FieldSpec, actor: Any) -> Any:
    """A value as one of the other kind. Raises ValidationError."""
    if new.type.key in WRITTEN:
        return new.type.clean(old.type.text(value, old, actor.show), new)
    if old.type.key in WRITTEN:
        return new.type.parse(value, new, actor.language)
    if isinstance(value, Money):
        value = value.amount
    if new.type.key == "multichoice":
        value = [value]
    elif old.type.key == "multichoice":
        if len(value) > 1:
            raise ValidationError(_("More than one is chosen."))
        value = value[0] if value else ""
    elif new.type.key == "integer" and value != value.to_integral_value():
        raise ValidationError(_("This is no whole number."))
    return new.type.clean(value, new)


def carried(stored: Any, field: FieldSpec, entry: int, actor: Any) -> Any:
    """The stored form of a value of the journal as the field has it now, whatever kind it was when the entry was
    written. Raises ValidationError when it is none that the field can have."""
    was = field.then(entry)
    if was is field or stored is None:
        return stored
    if was.type.key != field.type.key and field.type.key not in TARGETS.get(was.type.key, ()):
        raise ValidationError(_("The field has another kind by now."))
    value = was.type.load(stored, was)
    same = was.type.key == field.type.key
    return field.type.dump(
        field.type.clean(value, field) if same else converted(value, was, field, actor), field
    )
