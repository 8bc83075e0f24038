"""What erasing a person would do: per group of records erase, take the words out, or keep, with reason and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.persons import contents, marked
from kith.engine.spec import EntitySpec
from kith.features.privacy.finding import Group, Tie, everything
from kith.features.privacy.models import LegalHold, Purpose
from kith.features.privacy.scrubbing import Words
from kith.kernel import clock

DATES = ("date", "datetime")


class Choice(StrEnum):
    """What becomes of records: their personal values go, only what names the person goes, or nothing does; those
    that a rule removes go as a whole."""

    ERASE = "erase"
    WORDS = "words"
    KEEP = "keep"
    REMOVE = "remove"


OFFERED = {
    Tie.SELF: (Choice.ERASE,),
    Tie.LINKED: (Choice.ERASE, Choice.WORDS, Choice.KEEP),
    Tie.SHARED: (Choice.WORDS, Choice.KEEP),
    Tie.PART: (Choice.ERASE, Choice.WORDS, Choice.KEEP),
    Tie.ALIKE: (Choice.KEEP, Choice.ERASE),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """Why a record has to be kept, and until when; None has no end yet."""

    why: str
    until: dt.date | None


@dataclass
class Line:
    """A group as it is planned: what happens to `rows`, and what is `bound` to stay."""

    group: Group
    choice: Choice
    rows: list[Any] = field(default_factory=list)
    values: int = 0
    names: tuple[str, ...] = ()
    bound: dict[Bound, int] = field(default_factory=dict)

    @property
    def offered(self) -> tuple[Choice, ...]:
        """What may be chosen."""
        return OFFERED[self.group.tie]

    @property
    def files(self) -> bool:
        """Whether the records go as a whole, with the files that they hold."""
        erased = self.group.spec.key in contents and self.choice is Choice.ERASE
        return erased or self.choice is Choice.REMOVE


@dataclass(frozen=True)
class Plan:
    """Everything that would be done to a person's data."""

    spec: EntitySpec
    record: Any
    words: Words
    lines: Sequence[Line]

    @property
    def blocked(self) -> bool:
        """Whether the person itself has to be kept for now."""
        return not self.lines[0].rows


def plan(spec: EntitySpec, record: Any, chosen: Mapping[str, str], by: Actor) -> Plan:
    """The plan of these choices by group; what is not chosen is as it is suggested."""
    words = Words.of(spec, record)
    lines = []
    for group in everything(spec, record, by):
        said = chosen.get(group.key, "")
        offered = OFFERED[group.tie]
        line = Line(group, Choice(said) if said in offered else offered[0])
        lines.append(line)
        bounds = bound(group, by)
        for row in group.records:
            why = bounds.get(row.pk)
            if why is None or line.choice is Choice.KEEP:
                line.rows.append(row)
            else:
                line.bound[why] = line.bound.get(why, 0) + 1
        count(line, words)
    return Plan(spec, record, words, lines)


def count(line: Line, words: Words) -> None:
    """Note in a line how many values go, and of which fields."""
    spec, names = line.group.spec, set()
    for row in line.rows if line.choice is not Choice.KEEP else ():
        found = touched(spec, row, line.choice, words)
        line.values += len(found)
        names |= set(found)
    line.names = tuple(name for name in spec.fields if name in names)


def touched(spec: EntitySpec, row: Any, choice: Choice, words: Words) -> list[str]:
    """The fields of a record whose values would go or change."""
    emptied = [one.key for one in marked(spec) if not one.type.empty(spec.value(row, one))]
    named = words.named(spec, row)
    return named if choice is Choice.WORDS else [*emptied, *(name for name in named if name not in emptied)]


def bound(group: Group, by: Actor) -> dict[int, Bound]:
    """Which records of a group have to be kept, by their numbers: held, or by law or contract for some time."""
    today = clock.today(by.time_zone)
    found: dict[int, Bound] = {}
    for purpose in Purpose.live().filter(entity=group.spec.key, keep_days__isnull=False):
        for row in group.records:
            since = _day(getattr(row, purpose.since, None))
            until = since + dt.timedelta(days=purpose.keep_days) if since else None
            known = found.get(row.pk)
            longer = until is not None and (known is None or known.until is None or until > known.until)
            if until is not None and until > today and longer:
                found[row.pk] = Bound(
                    f"{purpose.name}: {purpose.law}" if purpose.law else purpose.name, until
                )
    if group.spec.key == "user":
        found |= {row.pk: Bound(_("Works here"), None) for row in group.records if row.is_active}
    for hold in holds(group.spec.key, group.ids, today):
        found[hold.about] = Bound(_("Legal hold: %(reason)s") % {"reason": hold.reason}, hold.until)
    return found


def holds(entity: str, ids: Sequence[int], today: dt.date) -> Any:
    """The holds in force on these records."""
    rows = LegalHold.live().filter(about_entity=entity, about__in=ids)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=today))


def _day(value: Any) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value if isinstance(value, dt.date) else None


def planned(line: Line) -> dict[str, Any]:
    """A line as plain data, for acts and programs."""
    return {
        "entity": line.group.spec.key, "tie": str(line.group.tie), "records": len(line.rows),
        "done": str(Choice.REMOVE if line.files else line.choice),
        "files": line.files, "fields": list(line.names), "values": line.values,
        "kept": [
            {"records": count, "why": bound.why, "until": bound.until.isoformat() if bound.until else None}
            for bound, count in line.bound.items()
        ],
    }  # fmt: skip


def is_day(entity: str, name: str) -> bool:
    """Whether a field that is shipped with an entity is a day or a moment."""
    field = registry.spec(entity).fields.get(name)
    return field is not None and field.column is not None and field.type.key in DATES
