"""The mapping of a file, read and checked: which column means what, how links are found, which rows are updates.

    {"columns": {"Name": "name",
                 "Account": {"field": "customer", "find": "title", "create": true, "values": {"Acme Inc": "Acme"}},
                 "Id": {"key": "old-crm"},
                 "Remarks": null},
     "constants": {"status": "active"},
     "match": {"by": "key" | ["name", ...] | "none", "policy": "upsert" | "create" | "update" | "skip"},
     "alike": "skip" | "update" | "create", "locale": "en-us", "empty": "keep" | "clear", "into": "pool:3"}

`find` is `title`, `id`, `key` (with `source`) or a field of the linked entity; for people `any` name, sign-in name or
mail. `alike` says what becomes of rows that are not matched but look like a record or an earlier row. `where` is a
condition that narrows what a link may lead to, `with` gives values to links that are created. `into` is where new
records go at once (kith.engine.destinations); they have no owner then.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import destinations, registry
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.errors import Forbidden, Invalid, Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import FILES
from kith.engine.spec import EntitySpec
from kith.features.imports.alike import CHOICES, comparer
from kith.kernel.text import fold

POLICIES = ("upsert", "create", "update", "skip")
LOCALES = ("en", "en-us", "en-gb", "zh-hans", "ru")
LINKS = ("reference", "references", "anyreference")
KEY_TYPES = ("text", "email", "phone", "url", "autonumber", "integer", "reference", "date", "choice")
FINDABLE = ("text", "email", "phone", "url", "autonumber", "integer")
PEOPLE = ("user", "unit", "team")
UNMAPPABLE = ("structure", "listed", "words", "condition", *FILES)
PARTS = frozenset({"columns", "constants", "match", "alike", "locale", "empty", "into"})
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field's value comes from: column `index` of the file, or `constant` for every row (index None).

    `field` None means that the column holds the key of the record in another system, `source`. `values` maps folded
    texts of the file to other texts.
    """

    name: str
    index: int | None
    field: FieldSpec | None
    source: str = ""
    constant: Any = None
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    target: str = ""
    find: str = ""
    create: bool = False
    extra: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    where: Any = None

    @property
    def key(self) -> str:
        """The field's key, "" for a column of external keys."""
        return self.field.key if self.field else ""

    def cell(self, cells: Sequence[Any]) -> Any:
        """The value of this column in a row, translated by `values`; None when there is none."""
        given = self.constant if self.index is None else cells[self.index]
        if self.values:
            text = "" if given is None else str(given)
            return self.values.get(fold(text), given)
        return given


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked mapping. `by` are the fields whose values tell which record a row means; `by_key` matches by key."""

    spec: EntitySpec
    columns: tuple[Column, ...]
    by: tuple[FieldSpec, ...] = ()
    by_key: bool = False
    policy: str = "create"
    locale: str = "en"
    clear: bool = False
    alike: str = CHOICES[0]
    into: str = ""

    @property
    def matching(self) -> bool:
        """Whether rows may mean records that exist."""
        return bool(self.by) or self.by_key

    @property
    def key_columns(self) -> tuple[Column, ...]:
        """Columns that hold external keys."""
        return tuple(column for column in self.columns if column.field is None)

    def heading(self, key: str) -> str:
        """What a person calls the origin of a field's value: the column's heading, else the field's label."""
        named = next((column.name for column in self.columns if column.key == key and column.name), "")
        found = self.spec.fields.get(key)
        return named or (str(found.label) if found else "")


def may_import(spec: EntitySpec, actor: Actor) -> bool:
    """Whether an actor may bring rows of an entity in."""
    return actor.access.reach(spec.key, "import") is not Reach.NONE


def offered(spec: EntitySpec, actor: Actor) -> dict[str, FieldSpec]:
    """The fields that an import by this actor may fill: masked ones too, which the gate takes on rows of his own."""
    level = actor.access.level
    return {
        one.key: one
        for one in spec.writable
        if level(spec.key, one.key) in (Level.MASKED, Level.WRITE) and one.type.key not in UNMAPPABLE
    }


def read(data: Any, spec: EntitySpec, header: Sequence[str], actor: Actor) -> Plan:
    """The plan of a mapping. Raises Forbidden, and Invalid with every part of it that cannot be followed."""
    if not may_import(spec, actor):
        raise Forbidden
    return _Reader(spec, list(header), actor).plan(data)


@dataclass
class _Reader:
    spec: EntitySpec
    header: list[str]
    actor: Actor
    errors: dict[str, list[Any]] = dataclasses.field(default_factory=dict)

    def refuse(self, path: str, text: str) -> None:
        self.errors.setdefault(path, []).append(text)

    def plan(self, data: Any) -> Plan:
        if not isinstance(data, dict):
            raise Invalid({"mapping": [_("Give the mapping as an object.")]})
        for name in set(data) - PARTS:
            self.refuse(f"mapping.{str(name)[:60]}", _("This is not part of a mapping."))
        columns = (*self.columns(data.get("columns")), *self.constants(data.get("constants")))
        self.once(columns)
        by, by_key, policy = self.match(data.get("match"), columns)
        locale = data.get("locale") or self.actor.language
        if locale not in LOCALES:
            self.refuse("mapping.locale", _("Choose one of %(list)s.") % {"list": ", ".join(LOCALES)})
        alike = self.alike(data.get("alike"))
        place = self.into(data.get("into") or "", columns)
        if data.get("empty", "keep") not in ("keep", "clear"):
            self.refuse("mapping.empty", _("Choose one of %(list)s.") % {"list": "keep, clear"})
        if not any(column.index is not None for column in columns) and not self.errors:
            self.refuse("mapping.columns", _("Say for at least one column which field it is."))
        if self.errors:
            raise Invalid(self.errors)
        return Plan(
            self.spec, columns, by, by_key, policy, locale, data.get("empty") == "clear", alike, place
        )

    # ------------------------------------------------------------------ columns

    def columns(self, given: Any) -> Iterator[Column]:
        """Columns of the file, in the order of the file."""
        if not isinstance(given, dict):
            self.refuse("mapping.columns", _("Give the columns as an object of headings."))
            return
        for name in given:
            if name not in self.header:
                self.refuse(f"mapping.columns.{str(name)[:200]}", _("The file has no such column."))
        for index, name in enumerate(self.header):
            said = given.get(name)
            if said in (None, ""):
                continue
            column = self.column(f"mapping.columns.{name}", name, index, said)
            if column is not None:
                yield column

    def constants(self, given: Any) -> Iterator[Column]:
        """Values that every row gets."""
        if given is None:
            return
        if not isinstance(given, dict):
            self.refuse("mapping.constants", _("Give the values as an object of fields."))
            return
        for key, value in given.items():
            path = f"mapping.constants.{str(key)[:60]}"
            said = value if isinstance(value, dict) and "value" in value else {"value": value}
            column = self.column(path, "", None, {**said, "field": key})
            if column is not None:
                yield column

    def column(self, path: str, name: str, index: int | None, said: Any) -> Column | None:
        """One column as the mapping describes it; None after an error."""
        said = {"field": said} if isinstance(said, str) else said
        known = {"field", "key", "find", "source", "create", "with", "where", "values", "entity", "value"}
        if not isinstance(said, dict) or not set(said) <= known or not self.shapes(said):
            self.refuse(path, _("This cannot be understood."))
            return None
        values = {fold(str(text)): value for text, value in said.get("values", {}).items()}
        if "key" in said:
            source = said["key"].strip()
            if not 0 < len(source) <= 60:
                self.refuse(path, _("Name the system that the keys come from, in at most 60 characters."))
                return None
            return Column(name, index, None, source=source, values=values)
        item = offered(self.spec, self.actor).get(said.get("field", ""))
        if item is None:
            hidden = self.actor.access.level(self.spec.key, said.get("field", "")) < Level.READ
            known_field = said.get("field") in self.spec.fields and not hidden
            self.refuse(
                path, _("You cannot set this field.") if known_field else _("There is no such field.")
            )
            return None
        constant = said.get("value") if index is None else None
        if item.type.key not in LINKS:
            return Column(name, index, item, constant=constant, values=values)
        return self.link(path, Column(name, index, item, constant=constant, values=values), said)

    @staticmethod
    def shapes(said: Mapping[str, Any]) -> bool:
        """Whether every part has the right form."""
        texts = all(
            isinstance(said.get(part, ""), str) for part in ("field", "key", "find", "source", "entity")
        )
        maps = all(isinstance(said.get(part, {}), dict) for part in ("values", "with"))
        plain = all(
            isinstance(value, str | int | float | bool | None) for value in said.get("values", {}).values()
        )
        return texts and maps and plain and isinstance(said.get("create", False), bool)

    def link(self, path: str, column: Column, said: Mapping[str, Any]) -> Column | None:
        """A column whose cells name records of another entity."""
        item = column.field
        assert item is not None  # noqa: S101 - told to the type checker
        target = item.target or said.get("entity", "")
        if target not in {entity.key for entity in registry.entities()}:
            self.refuse(path, _("Say which object the column links to."))
            return None
        spec = registry.spec(target)
        find = said.get("find") or ("any" if target in PEOPLE else "title")
        if not self.can_find(spec, find):
            self.refuse(path, _("Records cannot be found by “%(find)s”.") % {"find": find[:60]})
            return None
        create = said.get("create", False)
        if create and (target in PEOPLE or self.actor.access.reach(target, "create") is Reach.NONE):
            self.refuse(path, _("You may not create %(things)s.") % {"things": spec.label_plural})
        if create and find == "id":
            self.refuse(path, _("A record that is found by its number cannot be created."))
        where = self.condition(path, spec, said.get("where"))
        return Column(
            column.name, column.index, item, said.get("source", ""), column.constant, column.values, target, find,
            create, said.get("with", {}), where,
        )  # fmt: skip

    def can_find(self, spec: EntitySpec, find: str) -> bool:
        """Whether links to this entity can be found in this way, by fields that the actor may read."""
        if find in ("any", "username", "name", "email") and spec.key in PEOPLE:
            return True
        if find in ("id", "key"):
            return True
        name = spec.title if find == "title" else find
        found = spec.fields.get(name)
        readable = self.actor.access.level(spec.key, name) >= Level.READ
        return found is not None and readable and found.type.key in FINDABLE

    def condition(self, path: str, spec: EntitySpec, where: Any) -> Any:
        """The condition that narrows a link."""
        if where is None:
            return None
        try:
            return parse(where, spec, self.actor)
        except Refused as error:
            self.refuse(path, str(error))
            return None

    def once(self, columns: Sequence[Column]) -> None:
        """No field may get its value from two places."""
        seen: set[str] = set()
        for column in columns:
            name = column.key or f"key {column.source}"
            if name in seen:
                self.refuse(
                    f"mapping.columns.{column.name or column.key}", _("This field has a value already.")
                )
            seen.add(name)

    # ------------------------------------------------------------------ match

    def alike(self, given: Any) -> str:
        """What becomes of rows that look like a record."""
        if given is None:
            return CHOICES[0]
        if given not in CHOICES:
            self.refuse("mapping.alike", _("Choose one of %(list)s.") % {"list": ", ".join(CHOICES)})
        elif comparer(self.spec) is None and given != "create":
            self.refuse("mapping.alike", _("Rows of this object are not compared with records."))
        return str(given)

    def into(self, given: Any, columns: Sequence[Column]) -> str:
        """Where new records go at once."""
        known = [key for key, _label in destinations.places(self.spec, self.actor)]
        if given and given not in known:
            self.refuse("mapping.into", _("Choose one of %(list)s.") % {"list": ", ".join(known) or "—"})
        elif given and any(column.key == "owner" for column in columns):
            self.refuse("mapping.into", _("What goes there has no owner: leave the owner out."))
        return str(given)

    def match(self, given: Any, columns: Sequence[Column]) -> tuple[tuple[FieldSpec, ...], bool, str]:
        """By what rows find their records, and what is done with those found."""
        if given is None:
            return (), False, "create"
        if not isinstance(given, dict) or not set(given) <= {"by", "policy"}:
            self.refuse("mapping.match", _("This cannot be understood."))
            return (), False, "create"
        by, policy = given.get("by", "none"), given.get("policy", "upsert")
        if policy not in POLICIES:
            self.refuse("mapping.match.policy", _("Choose one of %(list)s.") % {"list": ", ".join(POLICIES)})
        if by in ("none", "", None):
            if policy == "update":
                self.refuse(
                    "mapping.match.by", _("Say by which field records are found that shall be changed.")
                )
            return (), False, "create"
        if by == "key":
            if not any(column.field is None for column in columns):
                self.refuse("mapping.match.by", _("No column holds keys of another system."))
            return (), True, policy
        return self.match_fields([by] if isinstance(by, str) else by, columns), False, policy

    def match_fields(self, names: Any, columns: Sequence[Column]) -> tuple[FieldSpec, ...]:
        """The fields that rows are matched by; each must be in the file and readable."""
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or len(names) > 5:
            self.refuse("mapping.match.by", _("This cannot be understood."))
            return ()
        found = []
        for name in names:
            column = next((one for one in columns if one.key == name and one.field), None)
            if column is None or column.field is None:
                self.refuse(
                    "mapping.match.by", _("No column gives the field “%(name)s”.") % {"name": name[:60]}
                )
            elif (
                column.field.type.key not in KEY_TYPES
                or self.actor.access.level(self.spec.key, name) < Level.READ
            ):
                self.refuse(
                    "mapping.match.by", _("Records cannot be found by “%(find)s”.") % {"find": name[:60]}
                )
            else:
                found.append(column.field)
        return tuple(found)
