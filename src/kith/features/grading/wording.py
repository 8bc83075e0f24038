"""What values are called."""

from __future__ import annotations

from kith.engine.fieldtypes import FieldSpec


def label(field: FieldSpec, value: str) -> str:
    """What a value is called."""
    return next((str(choice.label) for choice in field.choices if choice.value == value), value or "–")
