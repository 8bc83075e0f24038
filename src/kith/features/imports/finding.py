"""From the texts of a column to the records they name: one query per column and chunk, within the actor's reach."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from kith.engine import epoch, records, registry
from kith.engine.access import Level, Reach, directory
from kith.engine.actor import Actor
from kith.engine.condition import to_q
from kith.engine.expressions import column as column_of
from kith.engine.fieldtypes import FieldSpec
from kith.engine.identity.models import User
from kith.engine.spec import EntitySpec
from kith.engine.titles import all_titles
from kith.features.imports import keys
from kith.features.imports.plan import PEOPLE, Column
from kith.kernel.numbers import identity
from kith.kernel.text import fold, sort_key

Found = dict[str, list[int]]
"""Ids by folded text; more than one means that the text is ambiguous."""
KEPT = 50_000


@dataclass
class Memory:
    """Links that were found before, at most `KEPT` per column, the longest unused forgotten first."""

    found: dict[str, OrderedDict[str, int]] = field(default_factory=dict)
    epoch: Any = None

    def of(self, name: str) -> OrderedDict[str, int]:
        """What is known of a column in this turn; changed rights forget everything."""
        now = epoch.current().rules
        if now != self.epoch:
            self.found.clear()
            self.epoch = now
        return self.found.setdefault(name, OrderedDict())

    def keep(self, name: str, links: dict[str, int]) -> None:
        """Remember links for the next chunks."""
        kept = self.of(name)
        kept.update(links)
        while len(kept) > KEPT:
            kept.popitem(last=False)


def find(column: Column, texts: Iterable[str], actor: Actor, locale: str) -> Found:
    """The records that folded texts name; `texts` are as the file has them."""
    wanted = {fold(text): text for text in texts}
    if not wanted:
        return {}
    if column.target in PEOPLE and column.find in ("any", "username", "name", "email"):
        return _people(column, wanted, actor)
    spec = registry.spec(column.target)
    if column.find == "id":
        return _by_id(column, spec, wanted, actor)
    if column.find == "key":
        return _by_key(column, spec, wanted, actor)
    return _by_field(column, spec, wanted, actor=actor, locale=locale)


def _people(column: Column, wanted: dict[str, str], actor: Actor) -> Found:
    found: dict[str, set[int]] = {}
    for number, names in _names(column, actor):
        for name in names & wanted.keys():
            found.setdefault(name, set()).add(number)
    return {name: sorted(numbers) for name, numbers in found.items()}


_known: dict[Any, list[tuple[int, set[str]]]] = {}


def _names(column: Column, actor: Actor) -> list[tuple[int, set[str]]]:
    """Folded names of all people, units or teams; small tables, read once per access epoch."""
    hidden = actor.access.level("user", "email") < Level.READ
    key = (epoch.current().access, column.target, column.find, hidden)
    if key not in _known:
        if len(_known) > 20:
            _known.clear()
        _known[key] = list(_read_names(column, hidden=hidden))
    return _known[key]


def _read_names(column: Column, *, hidden: bool) -> Iterable[tuple[int, set[str]]]:
    if column.target != "user":
        groups: Any = directory().units if column.target == "unit" else directory().teams
        return [(number, {fold(str(group[0]))}) for number, group in groups.items()]
    rows = User.live().values_list("id", "name", "username", "email")
    at = {"name": (1,), "username": (2,), "email": (3,)}.get(column.find, (1, 2, 3))
    allowed = tuple(place for place in at if not (place == 3 and hidden))
    return [(row[0], {fold(str(row[place])) for place in allowed if row[place]}) for row in rows]


def _rows(column: Column, spec: EntitySpec, actor: Actor) -> Any:
    rows = records.visible(spec.model, to=actor)
    return rows if column.where is None else rows.filter(to_q(column.where, actor))


def _by_id(column: Column, spec: EntitySpec, wanted: dict[str, str], actor: Actor) -> Found:
    numbers = {number: text for text in wanted if (number := identity(text)) is not None}
    if spec.key in PEOPLE:
        groups: Any = {"user": directory().people, "unit": directory().units, "team": directory().teams}[
            spec.key
        ]
        return {text: [number] for number, text in numbers.items() if number in groups}
    return {
        numbers[pk]: [pk]
        for pk in _rows(column, spec, actor).filter(pk__in=numbers).values_list("pk", flat=True)
    }


def _by_key(column: Column, spec: EntitySpec, wanted: dict[str, str], actor: Actor) -> Found:
    taken = keys.known(spec, ((column.source, text.strip()) for text in wanted.values()))
    seen = set(_rows(column, spec, actor).filter(pk__in=taken.values()).values_list("pk", flat=True))
    return {fold(key): [number] for (_source, key), number in taken.items() if number in seen}


def _by_field(
    column: Column, spec: EntitySpec, wanted: dict[str, str], *, actor: Actor, locale: str
) -> Found:
    item = spec.fields[spec.title if column.find == "title" else column.find]
    if (
        spec.entity.small
        and item.key == spec.title
        and column.where is None
        and actor.access.reach(spec.key, "read") is Reach.ALL
    ):
        return _in_memory(all_titles(spec), wanted)
    if item.sort_column and item.type.key == "text":
        rows = _rows(column, spec, actor).filter(
            **{f"{item.sort_column}__in": {sort_key(text) for text in wanted.values()}}
        )
        return _in_memory(dict(rows.values_list("pk", item.column)), wanted)
    values = _values(item, wanted, locale)
    rows = _rows(column, spec, actor).annotate(_value=column_of(item)).filter(_value__in=list(values))
    found: Found = {}
    for pk, value in rows.values_list("pk", "_value"):
        for text in values[value]:
            found.setdefault(text, []).append(pk)
    return found


def _in_memory(titles: dict[int, str], wanted: dict[str, str]) -> Found:
    found: Found = {}
    for number, title in titles.items():
        folded = fold(title)
        if folded in wanted:
            found.setdefault(folded, []).append(number)
    return found


def _values(item: FieldSpec, wanted: dict[str, str], locale: str) -> dict[Any, list[str]]:
    """The values that the texts mean, each with the texts that mean it; what means nothing is left out."""
    values: dict[Any, list[str]] = {}
    for folded, text in wanted.items():
        try:
            value = item.type.parse(text, item, locale)
        except ValidationError:
            continue
        if not item.type.empty(value):
            values.setdefault(value, []).append(folded)
    return values
