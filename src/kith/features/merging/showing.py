"""What the page that compares records shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.merging import merging
from kith.features.merging.choosing import ALL, Choosing
from kith.web import cells


@dataclass(slots=True)
class Head:
    """One of the records: its name, its page, when it was made, and where it becomes the one that stays; `why` it is
    suggested for that."""

    id: int
    name: str
    page: str
    about: str
    stays: bool
    href: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What one record says in a field, or all of them together."""

    choice: str
    text: str
    who: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with what is offered; `same` ones say the same in all records."""

    key: str
    label: str
    offers: Sequence[Offered]
    same: bool


def heads(choosing: Choosing) -> list[Head]:
    """The records in their order."""
    spec, actor = choosing.spec, choosing.actor
    return [
        Head(
            one.pk,
            title_of(spec, one, actor),
            f"/{spec.plural}/{one.pk}/",
            _("No. %(number)s, created %(day)s")
            % {"number": one.pk, "day": actor.show.date(one.created_at.date())},
            one.pk == choosing.master.pk,
        )
        for one in choosing.records
    ]


def lines(choosing: Choosing, said: Mapping[str, str]) -> list[Shown]:
    """The fields of which any record says something: first those in which they differ."""
    found = []
    names = {one.id: one.name for one in heads(choosing)}
    for key, line in choosing.lines.items():
        full = [number for number, value in line.values.items() if not line.field.type.empty(value)]
        if not full:
            continue
        chosen = said.get(key) or line.usual
        offers = [
            Offered(str(number), text_of(choosing, key, value), names[number], str(number) == chosen)
            for number, value in line.values.items()
        ]
        if line.joinable and line.differs:
            text = text_of(choosing, key, line.value(ALL))
            offers.append(Offered(ALL, text, pgettext("merging", "All together"), chosen == ALL))
        found.append(Shown(key, str(line.field.label), offers, not line.differs))
    return sorted(found, key=lambda one: one.same)


def text_of(choosing: Choosing, key: str, value: Any) -> str:
    """A value as people read it."""
    return cells.plain(choosing.lines[key].field, value, choosing.actor)


def along(spec: EntitySpec, ids: Sequence[int], actor: Actor) -> list[tuple[str, str, str]]:
    """What is led over: icon, label and number; what the reader may not know of is counted with the rest."""
    found = []
    for child, count in merging.linked(spec, ids):
        if merging.told(child, actor):
            found.append((child.spec.icon, str(child.spec.label_plural), actor.show.number(count)))
    return found
