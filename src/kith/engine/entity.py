"""Entity: the one declaration of a business object. Every option stands here with its default."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from kith.engine.actions import Action
from kith.engine.naming import standard_of
from kith.engine.record import Record
from kith.engine.rule import Rule


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields on record page and form; what is known only `later` is not asked of a new record."""

    title: Any
    fields: tuple[str, ...]
    later: bool = False

    @property
    def key(self) -> str:
        """What tells it from the others of its object, in whatever words."""
        return standard_of(self.title)

    @classmethod
    def of(cls, title: Any, *fields: str, later: bool = False) -> Section:
        """A section of these fields."""
        return cls(title, fields, later)


@dataclass(frozen=True, slots=True)
class Board:
    """A board: `field` (choice or reference) gives the columns; of a reference, `group` (a reference on its target)
    gives several boards, `order` sorts the columns and `tone` (a choice on the target) says what a column means.
    `ends` are the values of a choice with which a record's way is over; of a reference, the good and the bad tones.
    `total` is a money field, `weight` a percentage that weighs it; steps with a field of that name bring theirs along.
    `due` is the day that a card shows; once it is past, the card is late.

    Two things are marked on cards that are still on their way. What stands too long: `since` is the field that tells
    since when, `days` how many are allowed, by value of a choice or as a number field on the target. And what has
    nothing ahead: `next` is a field that says what comes next, `planned(ids, actor=)` gives the ids of records for
    which something is planned elsewhere.
    """

    field: str
    total: str = ""
    weight: str = ""
    group: str = ""
    order: str = "position"
    tone: str = ""
    due: str = ""
    ends: tuple[str, ...] = ()
    since: str = ""
    days: str | Mapping[str, int] = ""
    next: str = ""
    planned: Callable[..., Collection[int]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the record that it names."""
        found = (self.field, self.total, self.weight, self.due, self.since, self.next)
        return tuple(name for name in found if name)


@dataclass(frozen=True, slots=True)
class Written:
    """One kind of entry that people write on the timeline of another record: the value of the choice, the fields that
    it asks for besides its text, what it suggests for them (functions of the actor), the key that begins it, and
    whether what it tells was written in a mail program."""

    kind: str
    icon: str
    asks: tuple[str, ...] = ()
    begin: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    key: str = ""
    tone: str = ""
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar: `start` (a date or a moment) says when a record is, `end` (the same type) until when. `kind` (a
    choice) says what it is, `about` (a link) with whom, `done` (yes or no) whether it is over; `fresh` are values of
    what is made by drawing on the calendar."""

    start: str
    end: str = ""
    kind: str = ""
    about: str = ""
    done: str = ""
    fresh: tuple[tuple[str, str], ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that is named."""
        return tuple(name for name in (self.start, self.end, self.kind, self.about, self.done) if name)


@dataclass(frozen=True, slots=True)
class Map:
    """A map: `place` (a location) says where a record is, `town` and `country` what people call it, `rough` (yes or
    no, filled by Kith) that only the town is known."""

    place: str
    town: str = ""
    country: str = ""
    rough: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that is named."""
        return tuple(name for name in (self.place, self.town, self.country, self.rough) if name)


class Entity:
    """Subclass with `@register`, fill in what differs. Names of fields are checked when Kith starts.

    `written` are the kinds of it that the composer of other records' timelines offers, in their order; `next_contact`
    is the day on which one wants to be in touch again, kept by the contacts that are logged.

    `person` says which of its records are persons, who have a right to know and to be forgotten: () all of them, else
    those with these values, such as (("kind", "person"),).

    `aliases` is the field of several lines with other names of a record, one a line, by which it is found too.

    `shared_along` are links through which sharing a record opens these for reading too: who is shared a customer reads
    its contacts and what was done about it.

    `group` is where menus show it; "parts" belong to the pages of other records and stand in no menu. `rule` replaces
    owner, unit and team as the answer to who reaches which rows. `quick` is the short form; "contacts.name" in it takes
    the first child along. `synonyms` are other words for it, parted by commas, by which it is found.
    `former` are addresses that it had once; they keep working. `under` is the link to the record under whose page its
    own stands. `joins` are the two links of records that do nothing but join two others. `also_in` says by what
    records it stands under more than a link of its own names: {"customer": ("involvements", "contact", "customer")} are
    the involvements whose `contact` it is, in their `customer`.

    `alike` says by what its records are recognised: fields that hold names, phones, mail addresses and tax numbers, as
    {"name": ("name",), "phone": ("phone", "mobile"), "mail": ("email",), "tax": ("tax_number",)}; of a part (rule
    PartOf) they tell of the record that it belongs to. A field of names may hold one name a line.

    What is kept `elsewhere` has pages made for it; its plain list is there, but stands in no menu. `writes` and `reads`
    are pages made for writing a new record and for reading one ({id} in it is its number), to which those who ask for
    the plain form or page are led.
    Of a `watched` entity it stands in the log who reads which record.

    Rules of what is written run in this order, inside every write of one row or of a thousand:
    `gather(records, actor=)` fills from other rows with one query for all, `derive(record, actor=)` fills from the row
    itself, `checks(record, actor=)` raise Invalid, and when all is stored `after(records, actor=)` makes the
    consequences in the same transaction, by calling the gate again. `record.before` holds what was stored before, None
    for a new record. `keeps(records, actor=)` bring up to date what other rows keep of these (kith.engine.keeping);
    they are told of every write, also when a batch is taken back and when rows are removed for good.

    `conditions` are fields that hold a condition, each with the field that says on which entity, such as
    {"where": "entity"}; `inside` says which names in the JSON of a field hold rows of which entity:
    {"parts": {"view": "saved-view"}}. Rows that say how Kith works here stand in the configuration file: those of
    entities that bump "config" and have a key, unless `configures` says otherwise (True, False, or which rows by their
    values: {"shared": ("everyone", "team")}). They are known in every installation by `known_by`, or else by the first
    unique constraint. `secrets` are names of what no file ever says and somebody has to type in again, with labels;
    `stays` says of a row with these stored values why it cannot leave, "" when it can; `placed` are fields of the
    keeping of records that say something where another field has a value: {"team": ("shared", "team")}.
    """

    model: ClassVar[type[Record]]
    key: ClassVar[str]
    plural: ClassVar[str]
    former: ClassVar[tuple[str, ...]] = ()
    label: ClassVar[Any]
    label_plural: ClassVar[Any]
    icon: ClassVar[str] = "file-text"
    group: ClassVar[Literal["work", "lists", "settings", "parts"]] = "work"
    title: ClassVar[str] = "name"
    subtitle: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ()
    layout: ClassVar[tuple[Section, ...]] = ()
    facts: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    sort: ClassVar[str] = "-created_at"
    board: ClassVar[Board | None] = None
    calendar: ClassVar[Calendar | None] = None
    map: ClassVar[Map | None] = None
    path: ClassVar[str] = ""
    under: ClassVar[str] = ""
    joins: ClassVar[tuple[str, ...]] = ()
    also_in: ClassVar[Mapping[str, tuple[str, str, str]]] = {}
    actions: ClassVar[tuple[Action, ...]] = ()
    gather: ClassVar[tuple[Callable[..., None], ...]] = ()
    derive: ClassVar[tuple[Callable[..., None], ...]] = ()
    checks: ClassVar[tuple[Callable[..., None], ...]] = ()
    after: ClassVar[tuple[Callable[..., None], ...]] = ()
    keeps: ClassVar[tuple[Callable[..., None], ...]] = ()
    import_by: ClassVar[tuple[str, ...]] = ()
    quick: ClassVar[tuple[str, ...]] = ()
    alike: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    synonyms: ClassVar[Any] = ""
    aliases: ClassVar[str] = ""
    written: ClassVar[tuple[Written, ...]] = ()
    next_contact: ClassVar[str] = ""
    measures: ClassVar[tuple[str, ...]] = ()
    person: ClassVar[tuple[tuple[str, str], ...] | None] = None
    shared_along: ClassVar[tuple[str, ...]] = ()
    features: ClassVar[tuple[str, ...]] = ("files", "comments")
    small: ClassVar[bool] = False
    open: ClassVar[tuple[str, ...]] = ()
    elsewhere: ClassVar[bool] = False
    writes: ClassVar[str] = ""
    reads: ClassVar[str] = ""
    rule: ClassVar[Rule | None] = None
    watched: ClassVar[bool] = False
    bumps: ClassVar[Literal["", "access", "config"]] = ""
    conditions: ClassVar[Mapping[str, str]] = {}
    configures: ClassVar[bool | Mapping[str, tuple[Any, ...]] | None] = None
    known_by: ClassVar[tuple[str, ...]] = ()
    secrets: ClassVar[Mapping[str, Any]] = {}
    stays: ClassVar[Callable[[Mapping[str, Any]], Any] | None] = None
    placed: ClassVar[Mapping[str, tuple[str, Any]]] = {}
    inside: ClassVar[Mapping[str, Mapping[str, str]]] = {}
