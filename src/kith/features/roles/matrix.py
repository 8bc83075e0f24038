"""The rights of a role as a table: lines of entities, verbs across, each word either the line's own or inherited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.access import LEVELS, REACHES, REST_OF_SETTINGS, word_of
from kith.engine.rights import (
    LEVEL_LABELS,
    REACH_LABELS,
    SUBJECTS,
    entity_label,
    spec_at,
    verb_label,
    verbs_of,
)
from kith.engine.spec import EntitySpec

ACROSS = ("read", "create", "update", "delete", "assign", "share", "export", "mass_update")
GROUPS = ("work", "lists", "parts", "settings")

Words = Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class Cell:
    """One word that can be chosen: its name in the form, what it is about, the own word ("" for none) and what holds
    without it. `everybody` is true where nobody needs a right."""

    name: str
    label: str
    about: str
    word: str
    otherwise: str
    everybody: bool = False

    @property
    def holds(self) -> str:
        """The word that is in force."""
        return self.word or self.otherwise


@dataclass(slots=True)
class Line:
    """The rights on one entity; `own` tells whether it says anything itself."""

    key: str
    label: str
    icon: str
    cells: list[Cell]
    own: bool = False

    @property
    def summary(self) -> str:
        """What matters most, where the table has no room."""
        parts = (
            f"{cell.label}: {REACH_LABELS[cell.holds]}"
            for cell in self.cells
            if cell.name.endswith(("read", "|update"))
        )
        return " · ".join(parts)


@dataclass(slots=True)
class Group:
    """Lines under a heading."""

    label: str
    lines: list[Line] = field(default_factory=list)


def headings() -> dict[str, str]:
    """What the groups of entities are called."""
    return {
        "work": pgettext("entities", "Daily work"),
        "lists": pgettext("entities", "Lists"),
        "parts": pgettext("entities", "Parts of other records"),
        "settings": pgettext("entities", "Settings"),
    }


def groups(grants: Words, levels: Words) -> list[Group]:
    """The whole table: all others first, then the entities by groups."""
    found = [Group("", [line("*", grants, levels)])]
    for key, label in headings().items():
        lines = [
            line(spec.key, grants, levels)
            for spec in sorted(registry.specs(), key=lambda spec: str(spec.label_plural))
            if spec.entity.group == key
        ]
        if key == "settings":
            lines.insert(0, line(REST_OF_SETTINGS, grants, levels))
            lines += [line(subject, grants, levels) for subject in SUBJECTS]
        found.append(Group(label, lines))
    return [group for group in found if group.lines]


def line(key: str, grants: Words, levels: Words) -> Line:
    """One line with the verbs that stand across."""
    spec = spec_at(key)
    said = {verb: word for verb, word in grants.get(key, {}).items() if word in REACHES}
    cells = [cell(key, verb, grants, spec) for verb in ACROSS]
    icon = spec.icon if spec else "list-details" if key in SUBJECTS else "asterisk"
    return Line(key, entity_label(key), icon, cells, own=bool(said or levels.get(key)))


def cell(key: str, verb: str, grants: Words, spec: EntitySpec | None) -> Cell:
    """One verb of a line."""
    own = dict(grants.get(key, {}))
    word = own.pop(verb, "")
    return Cell(
        name=f"g|{key}|{verb}",
        label=verb_label(verb, spec),
        about=entity_label(key),
        word=word if word in REACHES else "",
        otherwise=word_of({**grants, key: own}, key, verb),
        everybody=spec is not None and verb in spec.entity.open,
    )


def further(key: str, grants: Words) -> list[Cell]:
    """The verbs of a line that do not stand across: those of features, actions, and everything else."""
    spec = spec_at(key)
    return [cell(key, verb, grants, spec) for verb in (*verbs_of(spec), "*") if verb not in ACROSS]


def fields(key: str, levels: Words) -> list[Cell]:
    """The fields of a line's entity with what may be done with each."""
    spec = spec_at(key)
    said = levels.get(key, {})
    return [
        Cell(f"l|{key}|{name}", str(one.label), entity_label(key), said.get(name, "write"), "write")
        for name, one in (spec.fields.items() if spec else ())
    ]


def reaches() -> list[tuple[str, str]]:
    """The words of verbs with their labels."""
    return [(word, str(REACH_LABELS[word])) for word in REACHES]


def level_words() -> list[tuple[str, str]]:
    """The words of fields with their labels."""
    return [(word, str(LEVEL_LABELS[word])) for word in LEVELS]
