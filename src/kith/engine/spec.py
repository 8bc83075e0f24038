"""EntitySpec: an entity's declaration plus what the customer configured; the only thing that shells read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kith.engine import fields as columns
from kith.engine.access import Level
from kith.engine.actions import Action
from kith.engine.entity import Board, Entity, Section
from kith.engine.errors import Malformed
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec, FieldType

SYSTEM_FIELDS = ("owner", "unit", "team", "created_at", "created_by", "updated_at", "updated_by")
ASSIGNMENT = frozenset({"owner", "unit", "team"})


class Words:
    """A text in several languages that an administrator wrote; reads in the language in force."""

    def __init__(self, texts: Mapping[str, str], otherwise: str) -> None:
        self.texts = texts
        self.otherwise = otherwise

    def __str__(self) -> str:
        language = get_language() or "en"
        return (
            self.texts.get(language)
            or self.texts.get("en")
            or next(iter(self.texts.values()), self.otherwise)
        )


class UnknownField(Malformed):
    """A name from outside that this actor's entity has not, or may not know."""

    code = "unknown-field"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is no field “%(name)s” here.") % {"name": name[:80]})
        self.name = name


@dataclass(frozen=True)
class EntitySpec:
    """Everything that shells need to know of one entity. Immutable; rebuilt when configuration changes."""

    entity: type[Entity]
    fields: Mapping[str, FieldSpec]
    custom: tuple[FieldSpec, ...] = field(default=())

    @property
    def key(self) -> str:
        """The entity's name in code, events and rights."""
        return self.entity.key

    @property
    def plural(self) -> str:
        """The entity's name in addresses."""
        return self.entity.plural

    @property
    def label(self) -> Any:
        """What people call one of them."""
        return self.entity.label

    @property
    def label_plural(self) -> Any:
        """What people call many of them."""
        return self.entity.label_plural

    @property
    def icon(self) -> str:
        """The icon's name."""
        return self.entity.icon

    @property
    def model(self) -> Any:
        """The model class of its rows."""
        return self.entity.model

    @property
    def table(self) -> str:
        """The database table."""
        return str(self.model._meta.db_table)

    @property
    def title(self) -> str:
        """The field that names a record."""
        return self.entity.title

    @property
    def board(self) -> Board | None:
        """The board, if any."""
        return self.entity.board

    @cached_property
    def actions(self) -> dict[str, Action]:
        """Named changes by name."""
        return {action.name: action for action in self.entity.actions}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the standard list."""
        return self.entity.columns or (self.title, "owner", "created_at")

    @cached_property
    def layout(self) -> tuple[Section, ...]:
        """Sections of record page and form; custom fields follow in a section of their own."""
        own = self.entity.layout or (
            Section(
                _("Details"),
                tuple(key for key in self.fields if key not in SYSTEM_FIELDS and not self.fields[key].custom),
            ),
        )
        extra = tuple(field.key for field in self.custom)
        return (*own, Section(_("More"), extra)) if extra else own

    @cached_property
    def writable(self) -> tuple[FieldSpec, ...]:
        """Fields that callers may set at all."""
        return tuple(field for field in self.fields.values() if not field.readonly)

    @cached_property
    def references(self) -> tuple[FieldSpec, ...]:
        """Links to single records."""
        return tuple(field for field in self.fields.values() if field.type.key == "reference")

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """Fields offered first when filtering."""
        return self.entity.filters or tuple(
            key
            for key, field in self.fields.items()
            if field.type.key in ("choice", "reference", "date", "boolean")
        )

    @cached_property
    def sort(self) -> str:
        """The standard sort."""
        return self.entity.sort

    @cached_property
    def indexed_sorts(self) -> frozenset[str]:
        """Fields by which a list is fast for every reach."""
        columns_ = {sort.lstrip("-") for sort in self.model.list_sorts}
        return frozenset(
            {field.key for field in self.fields.values() if (field.sort_column or field.column) in columns_}
            | {field.key for field in self.custom if field.indexed}
        )

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Fields that can be added up."""
        return self.entity.measures or tuple(
            key for key, field in self.fields.items() if "sum" in field.type.aggregates
        )

    def resolve(self, name: str, actor: Any, *, write: bool = False) -> FieldSpec:
        """The one door for field names from outside. Raises UnknownField for unknown and hidden names alike."""
        found = self.fields.get(name)
        needed = Level.WRITE if write else Level.READ
        if found is None or actor.access.level(self.key, name) < needed or (write and found.readonly):
            raise UnknownField(name)
        return found

    def readable(self, actor: Any) -> dict[str, FieldSpec]:
        """The fields that this actor may read."""
        memo = actor.access.memo
        key = ("readable", id(self))
        if key not in memo:
            level = actor.access.level
            memo[key] = {
                name: field for name, field in self.fields.items() if level(self.key, name) >= Level.READ
            }
            memo["keep", id(self)] = self
        found: dict[str, FieldSpec] = memo[key]
        return found

    def value(self, record: Any, field: FieldSpec) -> Any:
        """The python value of a field on a record."""
        if field.column is None:
            return field.type.load(record.custom.get(field.key), field)
        if field.type.key == "reference":
            return getattr(record, f"{field.column}_id")
        if field.type.key == "anyreference":
            number = getattr(record, field.column)
            return None if number is None else (getattr(record, f"{field.column}_entity"), number)
        return getattr(record, field.column)

    def set(self, record: Any, field: FieldSpec, value: Any) -> None:
        """Put a cleaned python value on a record."""
        if field.column is None:
            if field.type.empty(value):
                record.custom.pop(field.key, None)
            else:
                record.custom[field.key] = field.type.dump(value, field)
        elif field.type.key == "reference":
            setattr(record, f"{field.column}_id", value)
        elif field.type.key == "anyreference":
            setattr(record, f"{field.column}_entity", value[0] if value else "")
            setattr(record, field.column, value[1] if value else None)
        else:
            setattr(record, field.column, value)

    def snapshot(self, record: Any) -> dict[str, Any]:
        """Every field's stored form, for comparing and for the journal."""
        return {key: read(record) for key, read in self._readers}

    @cached_property
    def _readers(self) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
        """How each field's stored form is read from a record."""
        return tuple((key, self._reader(field)) for key, field in self.fields.items())

    def _reader(self, field: FieldSpec) -> Callable[[Any], Any]:
        as_it_is = type(field.type).dump is FieldType.dump and field.type.key != "anyreference"
        if field.column is not None and as_it_is:
            return attrgetter(f"{field.column}_id" if field.type.key == "reference" else field.column)
        return lambda record: field.type.dump(self.value(record, field), field)


def build(
    entity: type[Entity], key_of: Callable[[Any], str], custom: tuple[FieldSpec, ...] = ()
) -> EntitySpec:
    """The spec of a declaration with these custom fields; `key_of` tells the entity key of a linked model."""
    found: dict[str, FieldSpec] = {}
    sort_keys = {
        column.source: column.name
        for column in entity.model._meta.fields
        if isinstance(column, columns.SortKey)
    }
    ordered = sorted(entity.model._meta.fields, key=lambda column: column.name in SYSTEM_FIELDS)
    for column in ordered:
        if isinstance(column, columns.Described) and not column.hidden:
            found[column.name] = field_of(
                entity.key, column, sort_keys.get(column.name), target_of(column, key_of)
            )
    found.update({field.key: field for field in custom})
    return EntitySpec(entity, found, custom)


def field_of(entity: str, column: Any, sort_column: str | None, target: str | None) -> FieldSpec:
    """The FieldSpec of a model's column."""
    tones = column.tones
    pairs = getattr(column, "several", None) or column.choices or ()
    choices = tuple(Choice(str(value), label, tones.get(value, "")) for value, label in pairs)
    default = column.default if column.has_default() else None
    return FieldSpec(
        entity=entity,
        key=column.name,
        label=column.verbose_name,
        type=TYPES[column.kind],
        required=not column.blank and not column.readonly and column.kind != "boolean",
        readonly=column.readonly or not column.editable,
        choices=choices,
        target=target,
        max_length=getattr(column, "limit", None) or getattr(column, "max_length", None),
        places=getattr(column, "places", 0),
        minimum=getattr(column, "minimum", None),
        maximum=getattr(column, "maximum", None),
        default=default,
        begin=column.begin,
        help=column.help_text,
        column=column.name,
        sort_column=sort_column or (f"{column.name}_base" if column.kind == "money" else None),
        unique=column.unique,
        personal=column.personal,
        currency=getattr(column, "currency", None),
        format=getattr(column, "format", ""),
        panel=column.panel,
    )


def target_of(column: Any, key_of: Callable[[Any], str]) -> str | None:
    """The entity key that a link leads to."""
    if isinstance(column, columns.References):
        return column.target
    if isinstance(column, models.ForeignKey):
        return key_of(column.related_model)
    return None


def column_exists(model: Any, name: str) -> bool:
    """Whether a model has a column of this name."""
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
