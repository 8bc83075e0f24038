"""EntitySpec: an entity's declaration plus what the customer configured; the only thing that shells read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine.access import Level
from kith.engine.actions import Action
from kith.engine.entity import Board, Calendar, Entity, Map, Section
from kith.engine.errors import Malformed
from kith.engine.fieldtypes import FieldSpec, FieldType
from kith.engine.fieldtypes.base import FILES
from kith.engine.fieldtypes.masking import Masked, Own, clear, masked
from kith.engine.naming import Renamed

SYSTEM_FIELDS = ("owner", "unit", "team", "created_at", "created_by", "updated_at", "updated_by")
ASSIGNMENT = frozenset({"owner", "unit", "team"})
RECORD_TYPE = "record_type"
"""The custom value in which records of an entity with types (kith.engine.variants) say theirs."""


class UnknownField(Malformed):
    """A name from outside that this actor's entity has not, or may not know."""

    code = "unknown-field"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is no field “%(name)s” here.") % {"name": name[:80]})
        self.name = name


@dataclass(frozen=True)
class EntitySpec:
    """Everything that shells need to know of one entity. Immutable; rebuilt when configuration changes.

    What the customer configured comes in by shapers (`registry.shaped_by`): `words` rename it ("label" and
    "label_plural", and texts per language for "section:<key>" and "action:<name>"), `beginning(changes, actor=)` fill
    in what new records begin with, before the entity's own rules run, `computing(changes, actor=)` fill values that
    follow from others in every write, an undo included, `settling(changes, actor=)` then those that no form shows while
    one types, and `checking(changes, actor=)` refuse by the customer's own
    rules (`change.refuse(field, message)`). `keeping(records, actor=)` bring what others keep of records up to date
    after every write of them, and `following(name, ids)` after a value changed that Kith keeps. `variants` are the
    types of its records (kith.engine.variants); `of(record)` is what the record's type leaves of it, and its
    `type_key` says which. `reacting(state, actor=)` say how a form reacts to what stands in it
    (kith.engine.reacting), `hiding(record, actor=)` which fields are not shown while a record is as it is. `added` are
    actions that features bring to objects for which they are configured.
    """

    entity: type[Entity]
    fields: Mapping[str, FieldSpec]
    custom: tuple[FieldSpec, ...] = field(default=())
    words: Mapping[str, Any] = field(default_factory=dict)
    beginning: tuple[Callable[..., None], ...] = ()
    computing: tuple[Callable[..., None], ...] = ()
    settling: tuple[Callable[..., None], ...] = ()
    checking: tuple[Callable[..., None], ...] = ()
    reacting: tuple[Callable[..., None], ...] = ()
    hiding: tuple[Callable[..., set[str]], ...] = ()
    keeping: tuple[Callable[..., None], ...] = ()
    following: tuple[Callable[..., None], ...] = ()
    variants: Mapping[str, Any] = field(default_factory=dict)
    type_key: str = ""
    added: tuple[Action, ...] = ()

    def of(self, record: Any) -> EntitySpec:
        """The spec of one record: without what its type does not use."""
        return self.typed(record.custom.get(RECORD_TYPE)) if self.variants else self

    def typed(self, key: Any) -> EntitySpec:
        """The spec of records of a type; of an unknown one everything."""
        variant = self.variants.get(key)
        if variant is None:
            return self
        if key not in self._typed:
            self._typed[key] = variant.narrow(self)
        return self._typed[key]

    @cached_property
    def _typed(self) -> dict[str, EntitySpec]:
        return {}

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
        return self.words.get("label") or self.entity.label

    @property
    def label_plural(self) -> Any:
        """What people call many of them."""
        return self.words.get("label_plural") or self.entity.label_plural

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

    @property
    def calendar(self) -> Calendar | None:
        """The calendar, if any."""
        return self.entity.calendar

    @property
    def map(self) -> Map | None:
        """The map, if any."""
        return self.entity.map

    @cached_property
    def actions(self) -> dict[str, Action]:
        """Named changes by name."""
        found = {action.name: action for action in (*self.entity.actions, *self.added)}
        for name, action in found.items():
            if texts := self.words.get(f"action:{name}"):
                found[name] = replace(action, label=Renamed(texts, action.label))
        return found

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the standard list."""
        own = self.entity.columns or (self.title, "owner", "created_at")
        return tuple(dict.fromkeys([*own, *(field.key for field in self.custom if field.in_list)]))

    @cached_property
    def layout(self) -> tuple[Section, ...]:
        """Sections of record page and form; custom fields that stand in none of them follow in one of their own."""
        own = self.entity.layout or (
            Section(
                _("Details"),
                tuple(key for key in self.fields if key not in SYSTEM_FIELDS and not self.fields[key].custom),
            ),
        )
        placed = {RECORD_TYPE, *(name for section in own for name in section.fields)}
        extra = tuple(field.key for field in self.custom if field.key not in placed)
        sections = (*own, Section(_("More"), extra)) if extra else own
        if not any(name.startswith("section:") for name in self.words):
            return sections
        return tuple(
            replace(one, title=Renamed(self.words.get(f"section:{one.key}", {}), one.title))
            for one in sections
        )

    @cached_property
    def writable(self) -> tuple[FieldSpec, ...]:
        """Fields that callers may set at all."""
        return tuple(field for field in self.fields.values() if not field.readonly)

    def writable_by(self, actor: Any, *, own: bool) -> dict[str, FieldSpec]:
        """The fields that an actor may set; on records of his `own` those too that are masked on others."""
        levels = (Level.MASKED, Level.WRITE) if own else (Level.WRITE,)
        return {one.key: one for one in self.writable if actor.access.level(self.key, one.key) in levels}

    @cached_property
    def conditional(self) -> tuple[FieldSpec, ...]:
        """Fields that must be filled in when a condition holds."""
        return tuple(one for one in self.fields.values() if one.required_when and not one.required)

    @cached_property
    def filed(self) -> tuple[FieldSpec, ...]:
        """Fields that hold a stored file."""
        return tuple(one for one in self.fields.values() if one.type.key in FILES)

    @cached_property
    def dependent(self) -> tuple[FieldSpec, ...]:
        """Fields whose choices depend on another field."""
        return tuple(one for one in self.fields.values() if one.depends_on in self.fields)

    @cached_property
    def needed(self) -> tuple[FieldSpec, ...]:
        """Fields that must be filled in by whoever writes."""
        given = (one for one in self.fields.values() if one.required and one.key not in SYSTEM_FIELDS)
        return tuple(one for one in given if one.type.key != "autonumber")

    @cached_property
    def references(self) -> tuple[FieldSpec, ...]:
        """Links to single records."""
        return tuple(field for field in self.fields.values() if field.type.key == "reference")

    def linking(self, target: str) -> tuple[FieldSpec, ...]:
        """Links that lead to records of `target`: to one of them, to several, and those that may lead to any record."""
        anywhere = (
            field for field in self.fields.values() if field.type.key == "anyreference" and field.column
        )
        several = (field for field in self.fields.values() if field.type.key == "references")
        return (*(field for field in (*self.references, *several) if field.target == target), *anywhere)

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """Fields offered first when filtering."""
        offered = self.entity.filters or tuple(
            key
            for key, field in self.fields.items()
            if field.type.key in ("choice", "reference", "date", "boolean")
        )
        return tuple(dict.fromkeys((RECORD_TYPE, *offered))) if self.variants else offered

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

    def resolve(self, name: str, actor: Any, *, write: bool = False, show: bool = False) -> FieldSpec:
        """The one door for field names from outside. Raises UnknownField for unknown and hidden names alike.

        A masked field is unknown too, to filters, sorts, groups and sums; only to be shown it is let through, as what
        can give away no more than its part.
        """
        found = self.fields.get(name)
        if show and name in self.fields:
            found = self.shown(actor).get(name)
        elif actor.access.level(self.key, name) < (Level.WRITE if write else Level.READ):
            found = None
        if found is None or (write and found.readonly):
            raise UnknownField(name)
        return found

    def readable(self, actor: Any) -> dict[str, FieldSpec]:
        """The fields that this actor may read on every record in reach."""
        return self._known(actor, "readable", Level.READ)

    def shown(self, actor: Any, record: Any = None) -> dict[str, FieldSpec]:
        """The fields that this actor may see, masked ones as such; on a record of his own they are as readable as
        the others."""
        if record is not None and actor.access.holds(record.owner_id):
            return self.known(actor)
        return self._known(actor, "shown", Level.MASKED)

    def known(self, actor: Any) -> dict[str, FieldSpec]:
        """The fields that this actor may read at least on records of his own."""
        return self._known(actor, "known", Level.MASKED)

    def _known(self, actor: Any, what: str, least: Level) -> dict[str, FieldSpec]:
        """The fields from a level on, found once per actor's rights; those of "shown" that are masked in their mask."""
        memo = actor.access.memo
        key = (what, id(self))
        if key not in memo:
            levels = {name: actor.access.level(self.key, name) for name in self.fields}
            memo[key] = {
                name: masked(item) if what == "shown" and levels[name] is Level.MASKED else item
                for name, item in self.fields.items()
                if levels[name] >= least
            }
            memo["keep", id(self)] = self
        found: dict[str, FieldSpec] = memo[key]
        return found

    def seen(self, record: Any, field: FieldSpec, actor: Any) -> Any:
        """The python value of a field that was `shown` to an actor: of a masked one its part, or his own value."""
        value = self.value(record, clear(field))
        if not isinstance(field.type, Masked):
            return value
        return Own(value) if actor.access.holds(record.owner_id) else field.type.part(value)

    def value(self, record: Any, field: FieldSpec) -> Any:
        """The python value of a field on a record, whatever its mask."""
        field = clear(field)
        if field.live:
            return field.computed.shown(field, lambda one: self.value(record, one))
        if field.column is None:
            if field.through is not None:
                return field.through.value(self, record)
            return field.type.load(record.custom.get(field.place), field)
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
                record.custom.pop(field.place, None)
            else:
                record.custom[field.place] = field.type.dump(value, field)
        elif field.type.key == "reference":
            setattr(record, f"{field.column}_id", value)
        elif field.type.key == "anyreference":
            setattr(record, f"{field.column}_entity", value[0] if value else "")
            setattr(record, field.column, value[1] if value else None)
        else:
            setattr(record, field.column, value)

    def snapshot(self, record: Any) -> dict[str, Any]:
        """Every stored field's stored form, for comparing and for the journal."""
        return {key: read(record) for key, read in self._readers}

    @cached_property
    def _readers(self) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
        """How each field's stored form is read from a record."""
        return tuple((key, self._reader(field)) for key, field in self.fields.items() if not field.live)

    def _reader(self, field: FieldSpec) -> Callable[[Any], Any]:
        as_it_is = type(field.type).dump is FieldType.dump and field.type.key != "anyreference"
        if field.column is not None and as_it_is:
            return attrgetter(f"{field.column}_id" if field.type.key == "reference" else field.column)
        return lambda record: field.type.dump(self.value(record, field), field)
