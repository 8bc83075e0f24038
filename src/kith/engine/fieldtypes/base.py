"""What a kind of value can do, and the description of one field of one entity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.engine.formatting import Formatter
from kith.kernel.text import TextError, clean_text

EQUALITY = ("is", "is_not", "in", "not_in")
PRESENCE = ("empty", "not_empty")
ORDER = ("gt", "gte", "lt", "lte", "between")


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of a choice field: stored value, label in any language, and tone (a colour's meaning)."""

    value: str
    label: Any
    tone: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of one entity as shells, conditions, import and export see it, core or custom alike.

    `column` is the model attribute that stores it; None means that it lives in the record's `custom` values.
    `readonly` fields are filled by Kith only. `places` is the number of decimal places that are stored.
    `begin` is what a form suggests to an actor where there is no default; nobody else takes it for given.
    """

    entity: str
    key: str
    label: Any
    type: FieldType
    required: bool = False
    readonly: bool = False
    choices: tuple[Choice, ...] = ()
    target: str | None = None
    max_length: int | None = None
    places: int = 0
    minimum: Any = None
    maximum: Any = None
    default: Any | Callable[[], Any] = None
    begin: Callable[[Any], Any] | None = None
    help: Any = ""
    column: str | None = None
    sort_column: str | None = None
    indexed: bool = False
    unique: bool = False
    personal: bool = False
    currency: str | None = None
    format: str = ""
    panel: bool = True

    @property
    def custom(self) -> bool:
        """Whether an administrator added this field."""
        return self.column is None

    def initial(self) -> Any:
        """The value of a new record."""
        return self.default() if callable(self.default) else self.default

    def suggested(self, actor: Any) -> Any:
        """What a form begins with."""
        value = self.initial()
        return self.begin(actor) if value is None and self.begin else value

    def choice(self, value: Any) -> Choice | None:
        """The choice with this stored value."""
        return next((item for item in self.choices if item.value == value), None)


def refuse(message: Any, code: str, **params: Any) -> ValidationError:
    """A validation error with a stable code."""
    return ValidationError(message, code=code, params=params)


class FieldType:
    """A kind of value: how it is checked, stored, shown, filtered, sorted, imported, exported, aggregated.

    Values have four forms: *python* (on a record), *stored* (JSON primitive in custom values and the journal),
    *json* (in the API), *text* (for people). Subclasses override what differs from plain text.
    """

    key: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    operators: ClassVar[tuple[str, ...]] = (*EQUALITY, *PRESENCE)
    aggregates: ClassVar[tuple[str, ...]] = ()
    widget: ClassVar[str] = "text"
    align: ClassVar[str] = "start"
    sortable: ClassVar[bool] = True
    groupable: ClassVar[bool] = False
    listed: ClassVar[bool] = True

    def empty(self, value: Any) -> bool:
        """Whether this python value counts as not filled in."""
        return value is None or value == ""

    def clean(self, value: Any, field: FieldSpec) -> Any:
        """The python value of what a caller gave (python, json or canonical text). Raises ValidationError."""
        raise NotImplementedError

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        """The python value of what a person typed or a file holds, by the habits of `locale`."""
        return self.clean(text, field)

    def dump(self, value: Any, field: FieldSpec) -> Any:
        """The stored form of a python value."""
        return value

    def load(self, stored: Any, field: FieldSpec) -> Any:
        """The python value of a stored form."""
        return stored

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        """What the API answers."""
        return value

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        """What people read."""
        return "" if value is None else str(value)

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        """The database type that a custom value is compared and sorted as."""
        return models.TextField()

    def operand(self, value: Any, field: FieldSpec) -> Any:
        """The python value of a condition's operand. Raises ValidationError."""
        return self.clean(value, field)

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        """JSON Schema of the API's form."""
        return {"type": "string"}


def cleaned_text(value: Any, field: FieldSpec, *, multiline: bool) -> str:
    """Checked text: no NUL, no control characters, no lone surrogates, not too long."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refuse(_("This must be text."), "type")
        value = str(value)
    try:
        return clean_text(value, multiline=multiline, max_length=field.max_length)
    except TextError as error:
        raise refuse(TEXT_ERRORS[error.code], error.code, max=field.max_length) from error


TEXT_ERRORS = {
    "null": _("This text has a NUL character, which cannot be stored."),
    "control": _("This text has control characters that cannot be stored."),
    "surrogate": _("This text is damaged: it has half of a character."),
    "too_long": _("This text is too long (at most %(max)s characters)."),
}
