"""What a kind of value can do, and the description of one field of one entity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as part
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.engine.fieldtypes.compared import TEXT
from kith.engine.formatting import Formatter
from kith.kernel.text import TextError, clean_text

EQUALITY = ("is", "is_not", "in", "not_in")
PRESENCE = ("empty", "not_empty")
MASK = "•••"
FILES = ("file", "picture", "signature")
"""Kinds whose values are stored files, by the ids of their rows."""
ORDER = ("gt", "gte", "lt", "lte", "between")


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of a choice field: stored value, label in any language, and tone (a colour's meaning).

    Where the field depends on another one, `under` are the values of that for which it is offered; none means all.
    A `hidden` one is not offered any more, but read where it stands and filtered by.
    """

    value: str
    label: Any
    tone: str = ""
    under: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of one entity as shells, conditions, import and export see it, core or custom alike.

    `column` is the model attribute that stores it; None means that it lives in the record's `custom` values.
    `readonly` fields are filled by Kith only. `places` is the number of decimal places that are stored.
    `begin` is what a form suggests to an actor where there is no default; nobody else takes it for given.
    A day that lies `ahead` is chosen by how far away it is, such as a week.
    `required_when` is a condition (JSON) on the record, `allowed` one on the records that a link may choose; choices
    follow the choice field `depends_on`; a link `within` another one offers what has the same in its own link of that
    name; `unique_with` are the fields together with which values stand only once.
    `when_gone` says what becomes of an added link when its record goes: "refuse", "empty", "delete", or nothing; one
    that makes a `tree` never leads back to where it began.
    A `rollup` is worked out over other records: no change of its own record, and no part of its history. `sources`
    are the (entity, field) that Kith works a value out from.
    One that is `in_list` is a column of the standard list.
    `personal` is "personal" for data about a person, "sensitive" for data that need a consent of their own.
    `formula` is the text of what a read-only field shows, `default_formula` of what a new record gets where nothing is
    given; `computed` and `begins` are these as kith.engine.formula understood them, None while they cannot be.
    `through` is the way to a field of a linked record, as a formula knows it (kith.engine.formula.links).
    An added field that was given another kind keeps its values under the name `slot` from then on. What it was before
    is in `earlier`: each time with the last entry of the journal that still meant it so.
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
    ahead: bool = False
    help: Any = ""
    column: str | None = None
    sort_column: str | None = None
    in_list: bool = False
    indexed: bool = False
    unique: bool = False
    personal: str = ""
    currency: str | None = None
    format: str = ""
    panel: bool = True
    placeholder: Any = ""
    required_when: Mapping[str, Any] | None = part(default=None, hash=False)
    allowed: Mapping[str, Any] | None = part(default=None, hash=False)
    depends_on: str = ""
    within: str = ""
    unique_with: tuple[str, ...] = ()
    when_gone: str = ""
    tree: bool = False
    rollup: Any = None
    sources: tuple[tuple[str, str], ...] = ()
    formula: str = ""
    default_formula: str = ""
    computed: Any = part(default=None, compare=False)
    begins: Any = part(default=None, compare=False)
    through: Any = part(default=None, compare=False)
    slot: str = ""
    earlier: tuple[tuple[int, FieldSpec], ...] = part(default=(), compare=False)

    @property
    def place(self) -> str:
        """The name under which an added field's values stand in a record's `custom` values."""
        return self.slot or self.key

    def then(self, entry: int) -> FieldSpec:
        """What the field was when an entry of the journal was written."""
        return next((past for until, past in self.earlier if entry <= until), self)

    @property
    def live(self) -> bool:
        """Whether the value is stored nowhere, but computed whenever it is read."""
        return self.computed is not None and bool(self.computed.live)

    @property
    def needs(self) -> tuple[FieldSpec, ...]:
        """The stored fields from which the value is read."""
        if not self.live:
            return (self,)
        return tuple(one.through.first if one.through else one for one in self.computed.stored.values())

    @property
    def custom(self) -> bool:
        """Whether an administrator added this field."""
        return self.column is None

    @property
    def kept(self) -> bool:
        """Whether Kith keeps it of other records (kith.engine.keeping)."""
        return self.rollup is not None

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


def unlimited(field: FieldSpec) -> FieldSpec:
    """The field without limits: one may ask for what lies beyond them."""
    if field.minimum is None and field.maximum is None:
        return field
    return replace(field, minimum=None, maximum=None)


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
    listed: bool = True

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

    def mask(self, value: Any) -> str:
        """What those may see of a value to whom its field is masked."""
        return MASK

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        """The database type that a custom value is compared and sorted as."""
        return TEXT

    def operand(self, value: Any, field: FieldSpec) -> Any:
        """The python value of a condition's operand. Raises ValidationError."""
        return self.clean(value, unlimited(field))

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
