"""Everything about a person as plain data, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db.models import Q

from kith.engine import registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.fieldtypes import FieldSpec
from kith.engine.journal import Entry
from kith.engine.persons import contents, extracts
from kith.engine.spec import EntitySpec
from kith.engine.timeline import told
from kith.engine.titles import title_of
from kith.features.privacy.finding import Group, everything
from kith.web import cells

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One record for people: what it is called, and its values that say something."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Found:
    """A group with its records, for programs (`data`) and for people (`shown`)."""

    group: Group
    data: Sequence[Mapping[str, Any]]
    shown: Sequence[Shown]


@dataclass(frozen=True)
class Gathered:
    """All about a person. `files` are names in the archive with where their bytes lie."""

    spec: EntitySpec
    record: Any
    found: Sequence[Found]
    changes: Sequence[Mapping[str, Any]]
    log: Sequence[Mapping[str, Any]]
    beside: Mapping[str, Sequence[Mapping[str, Any]]]
    files: Mapping[str, Path] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many records there are."""
        return sum(len(one.data) for one in self.found)


def gather(spec: EntitySpec, record: Any, by: Actor, language: str) -> Gathered:
    """All about a person, as Kith itself knows it: an answer to the person has to be complete."""
    groups = everything(spec, record, by)
    house = replace(by.as_house(), language=language)
    entries = [entry for group in groups for entry in _entries(group)]
    return Gathered(
        spec,
        record,
        [Found(group, *_both(group, house)) for group in groups],
        [_change(entry) for entry in sorted(entries, key=lambda one: one.pk)],
        [_happened(row) for row in _log(spec, record)],
        {name: rows for name, rows in _beside(groups).items() if rows},
        dict(_files(groups)),
    )


def _both(group: Group, house: Actor) -> tuple[list[dict[str, Any]], list[Shown]]:
    spec = group.spec
    data, shown = [], []
    for row in group.records:
        values = {name: spec.value(row, one) for name, one in spec.fields.items()}
        held = {name: value for name, value in values.items() if not spec.fields[name].type.empty(value)}
        data.append({"id": row.pk, **{name: _json(spec.fields[name], value) for name, value in held.items()}})
        lines = [(str(spec.fields[name].label), _text(spec.fields[name], held[name], house)) for name in held]
        shown.append(Shown(title_of(spec, row, house), [line for line in lines if line[1]]))
    return data, shown


def _json(one: FieldSpec, value: Any) -> Any:
    return one.type.to_json(value, one)


def _text(one: FieldSpec, value: Any, house: Actor) -> str:
    return cells.plain(one, value, house)


def _entries(group: Group) -> Iterator[Entry]:
    yield from Entry.objects.filter(entity=group.spec.key, record_id__in=group.ids).iterator()


def _change(entry: Entry) -> dict[str, Any]:
    """One entry of the journal; who did it is named, for that is part of the answer."""
    return {
        "at": entry.at, "by": _name(entry.actor_id), "channel": entry.channel, "entity": entry.entity,
        "id": entry.record_id, "verb": entry.verb, "done": told(entry.verb, registry.spec(entry.entity)),
        "changes": entry.changes,
    }  # fmt: skip


def _log(spec: EntitySpec, record: Any) -> Sequence[Occurrence]:
    """Reads, exports, reveals of the person's record; of a colleague also his own sign-ins."""
    wanted = Q(entity=spec.key, record_id=record.pk)
    if spec.key == "user":
        wanted |= Q(actor_id=record.pk)
    return list(Occurrence.objects.filter(wanted).order_by("pk"))


def _happened(row: Occurrence) -> dict[str, Any]:
    return {
        "at": row.at,
        "kind": row.kind,
        "by": row.actor_name,
        "channel": row.channel,
        "detail": row.detail,
    }


def _name(number: int | None) -> str:
    person = directory().people.get(number or 0)
    return person.name if person else "Kith" if number is None else str(number)


def _beside(groups: Sequence[Group]) -> dict[str, list[Mapping[str, Any]]]:
    return {
        name: [row for group in groups for row in read(group.spec, group.ids)]
        for name, read in extracts.items()
    }


def _files(groups: Sequence[Group]) -> Iterator[tuple[str, Path]]:
    """Files of the records, named by their number so that two of a name stay two."""
    for group in groups:
        given = contents.get(group.spec.key)
        for row in group.records if given else ():
            known = given(row) if given else None
            if known is not None and known[1].is_file():
                yield f"files/{row.pk} {known[0]}", known[1]
