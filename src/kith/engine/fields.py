"""Columns of business rows: thin Django fields that know their kind, so that a model says everything once."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from kith.engine.described import Beside, Described, Gathered, Optional, described
from kith.kernel import places
from kith.kernel.money import Money as Amount
from kith.kernel.numbers import scaled, unscaled
from kith.kernel.text import sort_key


class Text(Described, models.CharField):
    """One line of text, empty by default."""

    kind = "text"

    length = 200

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", self.length)
        options.setdefault("default", "")
        options.setdefault("blank", not options.pop("required", False))
        super().__init__(*args, **described(self, options))


class LongText(Described, models.TextField):
    """Several lines of text; `limit` is the greatest number of characters."""

    kind = "longtext"

    limit = 20_000

    def __init__(self, *args: Any, limit: int | None = None, **options: Any) -> None:
        self.limit = limit or self.limit
        options.setdefault("default", "")
        options.setdefault("blank", not options.pop("required", False))
        super().__init__(*args, **described(self, options))


class Formula(LongText):
    """A formula over the fields of records (kith.engine.formula)."""

    kind = "formula"


class Email(Text):
    """A mail address."""

    kind = "email"


class Phone(Text):
    """A phone number in E.164."""

    kind = "phone"
    length = 40


class Url(Text):
    """A web address."""

    kind = "url"
    length = 500


class Country(Text):
    """A country code."""

    kind = "country"
    length = 2


class Language(Text):
    """A language code."""

    kind = "language"
    length = 12


class Color(Text):
    """A colour as #rrggbb."""

    kind = "color"
    length = 7


class Address(LongText):
    """A postal address in lines."""

    kind = "address"
    limit = 1_000


class AutoNumber(Text):
    """A number from a sequence; `format` takes {year}, {unit} and {n}."""

    kind = "autonumber"
    readonly = True

    def __init__(self, *args: Any, format: str = "{n:05}", **options: Any) -> None:
        super().__init__(*args, format=format, **options)


class SortKey(Beside, models.CharField):
    """The folded form of `source` by which rows are sorted the same in three scripts."""

    def __init__(self, source: str = "", **options: Any) -> None:
        super().__init__(source, max_length=options.pop("max_length", 120), default="", **options)

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def follow(self, said: Any) -> str:
        """The key of a text."""
        return sort_key(str(said or ""))


class NormalForm(Beside, models.CharField):
    """The normal form of `source`, by which rows that say the same in other words find each other; `form` names it
    among `forms`, where whoever knows a form puts it."""

    sorts = False
    forms: ClassVar[dict[str, Callable[[str], str]]] = {}

    def __init__(self, source: str = "", form: str = "", **options: Any) -> None:
        self.form = form
        super().__init__(source, max_length=options.pop("max_length", 160), default="", **options)

    def follow(self, said: Any) -> str:
        """The normal form of a text."""
        return self.forms[self.form](str(said or ""))[: self.max_length]


class Location(Text):
    """A place on the earth: latitude and longitude in degrees."""

    kind = "location"
    length = 40


class Cell(Beside, models.BigIntegerField):
    """The number of the place in `source` by which what is near is found."""

    def __init__(self, source: str = "", **options: Any) -> None:
        super().__init__(source, null=True, **options)

    def follow(self, said: Any) -> int | None:
        """The cell of a place; nowhere has none."""
        return places.cell(places.parse(said)) if said else None


class Choice(Described, models.CharField):
    """One of an enum's values; `tones` gives values a meaning that is shown as colour."""

    kind = "choice"

    def __init__(self, enum: Any = None, *args: Any, **options: Any) -> None:
        if enum is not None:
            options["choices"] = enum.choices
        options.setdefault("max_length", 40)
        options.setdefault("default", "")
        options.setdefault("blank", not options.pop("required", False))
        super().__init__(*args, **described(self, options))


class MultiChoice(Gathered, models.JSONField):
    """Several of an enum's values."""

    kind = "multichoice"

    def __init__(self, enum: Any = None, *args: Any, **options: Any) -> None:
        self.several = tuple(enum.choices) if enum is not None else ()
        super().__init__(*args, **options)


class Tags(MultiChoice):
    """Free words."""

    kind = "tags"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(None, *args, **options)


class Integer(Optional, models.BigIntegerField):
    """A whole number."""

    kind = "integer"


class Rating(Integer):
    """One to five stars."""

    kind = "rating"


class Duration(Integer):
    """A length of time in minutes."""

    kind = "duration"


class Decimal(Optional, models.BigIntegerField):
    """An exact decimal with `places` places, stored as a whole number of its smallest unit."""

    kind = "decimal"

    def __init__(self, *args: Any, places: int = 2, **options: Any) -> None:
        self.places = places
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "places": self.places}

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """The Decimal of a stored number."""
        return None if value is None else unscaled(int(value), self.places)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else scaled(decimal.Decimal(value), self.places)

    def to_python(self, value: Any) -> Any:
        return None if value is None else decimal.Decimal(value)


class Percent(Decimal):
    """A percentage with two places."""

    kind = "percent"


class Boolean(Described, models.BooleanField):
    """Yes or no, no by default."""

    kind = "boolean"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", False)
        super().__init__(*args, **described(self, options))


class Date(Optional, models.DateField):
    """A calendar day."""

    kind = "date"


class DateTime(Optional, models.DateTimeField):
    """A moment."""

    kind = "datetime"


class Time(Optional, models.TimeField):
    """A time of day."""

    kind = "time"


class Reference(Described, models.ForeignKey):
    """A link to a record. `panel` shows the linked rows as a list on the target's page; `within` names another link of
    both: what is offered has the same in it."""

    kind = "reference"

    def __init__(self, to: Any, *args: Any, within: str = "", **options: Any) -> None:
        self.within = within
        options.setdefault("on_delete", models.PROTECT)
        options.setdefault("related_name", "+")
        if not options.pop("required", False):
            options.setdefault("null", True)
            options.setdefault("blank", True)
        if args:
            options["verbose_name"] = args[0]
        super().__init__(to, **described(self, options))


class MoneyAttribute(DeferredAttribute):
    """Gives Money on reading; takes Money, or the raw minor units that the database layer sets."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        minor = super().__get__(instance, cls)
        if minor is None or isinstance(minor, Amount):
            return minor
        return Amount.from_minor(int(minor), getattr(instance, f"{self.field.attname}_currency"))

    def __set__(self, instance: Any, value: Any) -> None:
        if isinstance(value, Amount):
            setattr(instance, f"{self.field.attname}_currency", value.currency)
            value = value.minor()
        instance.__dict__[self.field.attname] = value


class MoneyPart(Described):
    """Companion column of a Money column; not shown by itself."""

    hidden = True


class CurrencyCode(MoneyPart, models.CharField):
    """The currency beside an amount."""


class BaseAmount(MoneyPart, models.BigIntegerField):
    """The amount's worth in the company's currency, in its minor units; 0 when there is no amount."""


class Money(Optional, models.BigIntegerField):
    """An amount in minor units with its currency and its worth in the company's currency in two columns beside it."""

    kind = "money"
    descriptor_class = MoneyAttribute

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if cls.__module__ == "__fake__" or cls._meta.abstract:
            return
        known = {field.name for field in cls._meta.local_fields}
        if f"{name}_currency" not in known:
            CurrencyCode(max_length=3, default="", editable=False).contribute_to_class(
                cls, f"{name}_currency"
            )
            BaseAmount(default=0, editable=False).contribute_to_class(cls, f"{name}_base")

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return model_instance.__dict__.get(self.attname)

    def get_prep_value(self, value: Any) -> Any:
        return value.minor() if isinstance(value, Amount) else super().get_prep_value(value)

    def value_from_object(self, obj: models.Model) -> Any:
        return obj.__dict__.get(self.attname)


class References(Gathered, models.JSONField):
    """Links to several records of entity `target`, kept as a list of ids."""

    kind = "references"
    panel = False

    def __init__(self, target: str = "", *args: Any, **options: Any) -> None:
        self.target = target
        super().__init__(*args, **options)


class Structure(Gathered, models.JSONField):
    """A small JSON object whose form its entity checks; edited on pages of its own."""

    kind = "structure"
    empty = dict


class Words(Gathered, models.JSONField):
    """A text per language."""

    kind = "words"
    empty = dict
    limit = 300


class Condition(Structure):
    """A condition on records of entity `target`; "@entity" is the one that the record's own field `entity` names.
    An empty one means all of them or, with `idle`, none."""

    kind = "condition"

    def __init__(self, target: str = "", *args: Any, idle: bool = False, **options: Any) -> None:
        self.target = target
        self.format = "idle" if idle else ""
        super().__init__(*args, **options)


class Listed(Gathered, models.JSONField):
    """A small JSON list whose form its entity checks."""

    kind = "listed"


class AnyReference(Optional, models.BigIntegerField):
    """A link to a record of any entity: the id, with the entity's key in the column `<name>_entity` beside it."""

    kind = "anyreference"
    descriptor_class = DeferredAttribute

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if cls.__module__ == "__fake__" or cls._meta.abstract:
            return
        if f"{name}_entity" not in {field.name for field in cls._meta.local_fields}:
            EntityKey(max_length=60, default="", editable=False).contribute_to_class(cls, f"{name}_entity")


class EntityKey(MoneyPart, models.CharField):
    """The entity beside an id."""
