"""Kinds of chosen values: one of a list, several of a list, free tags, references to other records, files."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.engine.fieldtypes.base import PRESENCE, FieldSpec, FieldType, cleaned_text, refuse
from kith.engine.fieldtypes.compared import STRUCTURE, WHOLE
from kith.engine.formatting import Formatter
from kith.engine.naming import every_name
from kith.kernel.numbers import identity
from kith.kernel.text import fold

UNKNOWN_CHOICE = _("Choose one of the listed values.")
UNLISTED = _("“%(text)s” is not one of the listed values.")
UNLISTED_OF_FEW = _("“%(text)s” is none of these: %(values)s.")
FEW, TOLD = 8, 60
MAX_TAGS = 50


def find_choice(text: str, field: FieldSpec) -> str | None:
    """The stored value that a stored value or a label, in any installed language, means."""
    if field.choice(text):
        return text
    folded = fold(text)
    for choice in field.choices:
        if folded in {fold(choice.value), *(fold(label) for label in every_name(choice.label))}:
            return choice.value
    return None


def unlisted(text: str, field: FieldSpec) -> ValidationError:
    """What is said of a typed text that is no value of a list: the text, and the list where it is short."""
    said = text if len(text) <= TOLD else f"{text[: TOLD - 1]}…"
    if len(field.choices) > FEW:
        return refuse(UNLISTED, "choice", text=said)
    values = ", ".join(str(choice.label) for choice in field.choices)
    return refuse(UNLISTED_OF_FEW, "choice", text=said, values=values)


class Choice(FieldType):
    """One of a list of values."""

    key = "choice"
    label = _("Choice")
    widget = "select"
    groupable = True

    def clean(self, value: Any, field: FieldSpec) -> str:
        if value is None or value == "":
            return ""
        if not isinstance(value, str) or field.choice(value) is None:
            raise refuse(UNKNOWN_CHOICE, "choice")
        return str(value)

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        if not text.strip():
            return ""
        found = find_choice(text.strip(), field)
        if found is None:
            raise unlisted(text.strip(), field)
        return found

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        choice = field.choice(value)
        return str(choice.label) if choice else str(value or "")

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        values = [choice.value for choice in field.choices]
        return {"type": "string", "enum": values if field.required else ["", *values]}


class MultiChoice(FieldType):
    """Several of a list of values, kept in the order of the list."""

    key = "multichoice"
    label = _("Several choices")
    operators = ("contains", *PRESENCE)
    widget = "multiselect"
    sortable = False

    def empty(self, value: Any) -> bool:
        return not value

    def items(self, value: Any, field: FieldSpec) -> list[str]:
        """The given values as a list of texts. Raises ValidationError."""
        if value is None or value == "":
            return []
        if isinstance(value, str):
            value = [
                part.strip()
                for part in value.replace("，", ",").replace("；", ";").replace(";", ",").split(",")
            ]
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise refuse(_("Give a list of values."), "list")
        return [item for item in value if item]

    def clean(self, value: Any, field: FieldSpec) -> list[str]:
        given = self.items(value, field)
        if any(field.choice(item) is None for item in given):
            raise refuse(UNKNOWN_CHOICE, "choice")
        return [choice.value for choice in field.choices if choice.value in given]

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        return self.clean([find_choice(item, field) or item for item in self.items(text, field)], field)

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        labels = {choice.value: str(choice.label) for choice in field.choices}
        return ", ".join(labels.get(item, item) for item in value or ())

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return STRUCTURE

    def operand(self, value: Any, field: FieldSpec) -> Any:
        if not isinstance(value, str):
            raise refuse(UNKNOWN_CHOICE, "choice")
        return value

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        values = {"type": "string", "enum": [choice.value for choice in field.choices]}
        return {"type": "array", "items": values, "maxItems": 500}


class Tags(MultiChoice):
    """Free words that people put on a record; spelled as first written, compared without case."""

    key = "tags"
    label = _("Tags")
    widget = "tags"

    def clean(self, value: Any, field: FieldSpec) -> list[str]:
        found: dict[str, str] = {}
        for item in self.items(value, field):
            tag = cleaned_text(item, field, multiline=False)
            if len(tag) > 60:
                raise refuse(_("A tag has at most %(max)s characters."), "too_long", max=60)
            if tag:
                found.setdefault(fold(tag), tag)
        if len(found) > MAX_TAGS:
            raise refuse(_("At most %(max)s tags are possible."), "too_many", max=MAX_TAGS)
        return list(found.values())

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        return self.clean(text, field)

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return ", ".join(value or ())

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "maxLength": 60}, "maxItems": MAX_TAGS}


class Reference(FieldType):
    """A link to one record of another entity, by its id."""

    key = "reference"
    label = _("Link to a record")
    widget = "reference"
    groupable = True

    def clean(self, value: Any, field: FieldSpec) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, models.Model):
            return value.pk
        if isinstance(value, str):
            value = identity(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
            raise refuse(_("Choose a record by its number."), "reference")
        return value

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return WHOLE

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}


class File(FieldType):
    """A stored file, by the id of its attachment."""

    key = "file"
    label = _("File")
    operators = PRESENCE
    widget = "file"
    sortable = False

    def clean(self, value: Any, field: FieldSpec) -> Any:
        return Reference().clean(value, field)

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return WHOLE

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}


class Picture(File):
    """A stored picture, shown where the record is read."""

    key = "picture"
    label = _("Picture")


class Signature(Picture):
    """A signature, drawn by hand or uploaded, kept as a picture."""

    key = "signature"
    label = _("Signature")


class References(FieldType):
    """Links to several records of one entity, by their ids."""

    key = "references"
    label = _("Links to several records")
    operators = ("contains", *PRESENCE)
    widget = "references"
    sortable = False

    def empty(self, value: Any) -> bool:
        return not value

    def clean(self, value: Any, field: FieldSpec) -> list[int]:
        if value is None or value == "":
            return []
        if isinstance(value, str):
            value = [part for part in value.replace(";", ",").split(",") if part.strip()]
        if not isinstance(value, list | tuple) or len(value) > 1_000:
            raise refuse(_("Give a list of values."), "list")
        one = Reference()
        ids = [one.clean(item.strip() if isinstance(item, str) else item, field) for item in value]
        return list(dict.fromkeys(item for item in ids if item is not None))

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return STRUCTURE

    def operand(self, value: Any, field: FieldSpec) -> Any:
        return Reference().clean(value, field)

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
            "maxItems": 1_000,
        }


class AnyReference(FieldType):
    """A link to one record of any entity, written as {"entity": "customer", "id": 7} or customer:7."""

    key = "anyreference"
    label = _("Link to any record")
    operators = PRESENCE
    widget = "anyreference"
    sortable = False

    def clean(self, value: Any, field: FieldSpec) -> tuple[str, int] | None:
        if value is None or value == "":
            return None
        if isinstance(value, str) and ":" in value:
            entity, _sep, number = value.partition(":")
            value = {"entity": entity, "id": number}
        if isinstance(value, dict) and set(value) == {"entity", "id"}:
            value = (value["entity"], value["id"])
        if not isinstance(value, tuple | list) or len(value) != 2 or not isinstance(value[0], str):
            raise refuse(_("Choose a record by its kind and number."), "reference")
        number = Reference().clean(value[1], field)
        if number is None:
            raise refuse(_("Choose a record by its kind and number."), "reference")
        return value[0], number

    def dump(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else list(value)

    def load(self, stored: Any, field: FieldSpec) -> Any:
        return None if stored is None else (stored[0], stored[1])

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else {"entity": value[0], "id": value[1]}

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "entity": {"type": "string"},
                "id": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
            },
            "required": ["entity", "id"],
            "additionalProperties": False,
        }


class Structure(FieldType):
    """A JSON object whose form its entity checks."""

    key = "structure"
    label = _("Structure")
    operators = ()
    widget = "structure"
    sortable = False
    listed = False

    def empty(self, value: Any) -> bool:
        return not value

    form: type = dict
    shape: Any = _("Give an object.")

    def clean(self, value: Any, field: FieldSpec) -> Any:
        if value is None or value == "":
            return self.form()
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:
                raise refuse(_("This is not valid JSON."), "json") from error
        if not isinstance(value, self.form):
            raise refuse(self.shape, "object")
        try:
            written = json.dumps(value, ensure_ascii=False, allow_nan=False)
        except ValueError as error:
            raise refuse(_("This is not valid JSON."), "json") from error
        if len(written) > 100_000:
            raise refuse(_("This text is too long (at most %(max)s characters)."), "too_long", max=100_000)
        cleaned_text(written, replace(field, max_length=None), multiline=False)
        return value

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return json.dumps(value, ensure_ascii=False) if value else ""

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return STRUCTURE

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "object"}


class Listed(Structure):
    """A JSON list whose form its entity checks."""

    key = "listed"
    label = _("List of structures")
    form: type = list
    shape = _("Give a list.")

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "array", "items": {}}
