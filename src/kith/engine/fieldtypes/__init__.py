"""The field types, by key. A plug-in may add more with `add`."""

from __future__ import annotations

from kith.engine.fieldtypes import choices, conditions, numbers, texts, times, words
from kith.engine.fieldtypes.base import Choice, FieldSpec, FieldType, refuse

TYPES: dict[str, FieldType] = {}


def add(kind: type[FieldType]) -> None:
    """Make a field type known under its key. Raises ValueError when the key is taken."""
    if kind.key in TYPES:
        message = f"field type {kind.key!r} is declared twice"
        raise ValueError(message)
    TYPES[kind.key] = kind()


for _kind in (
    texts.Text, texts.LongText, texts.Formula, texts.Email, texts.Phone, texts.Url, texts.Country, texts.Language,
    texts.Color, texts.Address, texts.Location, texts.AutoNumber, numbers.Integer, numbers.DecimalType, numbers.Percent,
    numbers.Money, numbers.Boolean, numbers.Rating, numbers.Duration, times.Date, times.DateTime, times.Time,
    choices.Choice, choices.MultiChoice, choices.Tags, choices.Reference, choices.References, choices.AnyReference,
    choices.File, choices.Picture, choices.Signature, choices.Structure, choices.Listed, words.WordsType,
    conditions.Condition,
):  # fmt: skip
    add(_kind)

__all__ = ("TYPES", "Choice", "FieldSpec", "FieldType", "add", "refuse")
