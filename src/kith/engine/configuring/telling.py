"""A plan in words: what a row is called, and what changes in it, as people read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, sentence, walking
from kith.engine.configuring.comparing import Item
from kith.engine.configuring.document import Row
from kith.engine.configuring.kinds import key_fields
from kith.engine.configuring.links import NONE, Numbers, about, local, said
from kith.engine.errors import Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.identity.models import Role
from kith.engine.rights import LEVEL_LABELS, LIMIT_LABELS, REACH_LABELS, REST_LABELS, VERB_LABELS
from kith.engine.spec import EntitySpec

EMPTY = "–"
RIGHTS: dict[str, Any] = {**VERB_LABELS, **REST_LABELS, **REACH_LABELS, **LEVEL_LABELS, **LIMIT_LABELS}
NOTHING: tuple[Any, ...] = (None, "", [], {}, False, NONE)
LONGEST = 400
Line = tuple[str, str, str]


Sentence = Callable[[Mapping[str, Any], str, Mapping[str, Any]], Sequence[str]]
sentences: dict[str, Sentence] = {}


def tells(entity: str, sentence: Sentence) -> None:
    """Say how a change of a row of an entity is told whole, by the values of the row, the verb and the changes; what
    it has no sentence for is told like any other row."""
    sentences[entity] = sentence


def sentences_of(row: Row, verb: str, changes: Mapping[str, Any]) -> Sequence[str]:
    """The sentences that tell a change whole, none when there are none."""
    return sentences[row.entity](row.values, verb, changes) if row.entity in sentences else ()


def _object(part: Any) -> str:
    spec = registry.known(part) if isinstance(part, str) else None
    return str(spec.label_plural) if spec is not None else str(part)


def kind(row: Row) -> str:
    """What rows of its kind are called."""
    spec = registry.known(row.entity)
    return str(spec.label_plural) if spec is not None else row.entity


def secrets(item: Item) -> str:
    """What has to be typed in once a row is there, because no file says it; "" when there is nothing."""
    spec = registry.known(item.shown.entity)
    fresh = item.fate == "added" and item.row is not None and item.row.number is None
    return ", ".join(str(label) for label in spec.entity.secrets.values()) if fresh and spec else ""


class Teller:
    """Tells changes to one reader; looks rows up once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.numbers = Numbers()
        self.words: Mapping[str, Any] = {}

    def lines(self, item: Item) -> list[Line]:
        """What changes in a row: field, value now, value then."""
        spec = registry.spec(item.shown.entity)
        self.words = RIGHTS if spec.model is Role else {}
        changes = item.changes
        if item.fate == "added" and item.row is not None:
            said_so = (pair for pair in item.row.values.items() if pair[1] not in NOTHING)
            changes = {name: (None, value) for name, value in said_so if name not in key_fields(spec)}
        return [
            line for name, (old, new) in changes.items() for line in self._field(spec, item, name, (old, new))
        ]

    def _field(self, spec: EntitySpec, item: Item, name: str, pair: tuple[Any, Any]) -> Iterator[Line]:
        field = spec.fields.get(name)
        label = str(field.label) if field is not None else name
        if field is not None and field.type.listed is False:
            rows = (item.present.values if item.present else {}, item.row.values if item.row else {})
            conditions = [
                self._condition(spec, field, values, one) for values, one in zip(rows, pair, strict=True)
            ]
            if any(conditions):
                old, new = (
                    text or self.value(field, one) for text, one in zip(conditions, pair, strict=True)
                )
                yield label, old, new
                return
        yield from self._differences(label, pair, field)

    def _condition(self, spec: EntitySpec, field: FieldSpec, values: Mapping[str, Any], value: Any) -> str:
        """A condition as a sentence, "" for what is none or cannot be said here."""
        if not isinstance(value, Mapping) or not walking.looks_like(value):
            return ""
        subject = about(spec, field, values)
        try:
            here = local(self.numbers, spec, field, {**values, field.key: value})
            return sentence(parse(here, subject, self.actor), self.actor) if subject is not None else ""
        except (Refused, LookupError):
            return ""

    def _differences(self, label: str, pair: tuple[Any, Any], field: FieldSpec | None) -> Iterator[Line]:
        """What differs inside of a value, each with the way to it."""
        one, other = _parts(pair[0]), _parts(pair[1])
        if one is None or other is None or not (one or other):
            yield label, self.value(field, pair[0]), self.value(field, pair[1])
            return
        for name in [*one, *(name for name in other if name not in one)]:
            inside = one.get(name), other.get(name)
            if inside[0] != inside[1]:
                yield from self._differences(
                    f"{label} › {self.words.get(name) or _object(name)}", inside, None
                )

    def value(self, field: FieldSpec | None, value: Any) -> str:
        """One value as text."""
        if value in (None, "", [], {}) or value == NONE:
            return EMPTY
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if field is not None and field.choices:
            labels = {choice.value: str(choice.label) for choice in field.choices}
            several = value if isinstance(value, list) else [value]
            return ", ".join(labels.get(str(one), str(one)) for one in several)
        return str(
            self.words.get(value) if isinstance(value, str) and value in self.words else _plain(value)
        )[:LONGEST]


def _plain(value: Any) -> str:
    if isinstance(value, Mapping) and set(value) == {"key"}:
        return said(value["key"])
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else str(value)


def _parts(value: Any) -> dict[str, Any] | None:
    """The parts of an object, or of a list of objects that have names; None for what is told whole."""
    if value in (None, "", []):
        return {}
    if isinstance(value, Mapping):
        return None if walking.looks_like(value) or set(value) == {"key"} else dict(value)
    if isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
        names = [next((str(one[name]) for name in NAMED if one.get(name)), "") for one in value]
        return dict(zip(names, value, strict=True)) if all(names) and len(set(names)) == len(names) else None
    return None


NAMED = ("key", "value", "name", "field")
