"""Rows of the log as people read them: what, who, when, about which record, and what else is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.audit import KINDS, LOG, Occurrence
from kith.engine.timeline import told_of
from kith.engine.titles import titles
from kith.web import cells

CHANNELS = {
    "web": gettext_lazy("Browser"),
    "api": gettext_lazy("Program"),
    "job": gettext_lazy("Background"),
    "import": pgettext_lazy("channel", "Import"),
    "automation": gettext_lazy("Automation"),
    "portal": gettext_lazy("Portal"),
}
# What is known besides, by its key in `detail`.
WORDS = {
    "by": pgettext_lazy("log", "With"),
    "why": pgettext_lazy("log", "Why"),
    "name": pgettext_lazy("log", "Name"),
    "count": pgettext_lazy("log", "How many"),
}
LONGEST = 300


@dataclass(slots=True)
class Line:
    """One row of the log, ready to show. Everything in it is text, whatever it looks like."""

    what: str
    who: str
    when: str
    iso: str
    about: str
    href: str
    detail: str
    channel: str
    address: str


def lines(rows: Iterable[Occurrence], actor: Actor) -> list[Line]:
    """Rows with the names of their records, as far as the reader may see those."""
    rows = list(rows)
    wanted: dict[str, set[int]] = {}
    known = {spec.key for spec in registry.specs()}
    for row in rows:
        if row.entity in known and row.record_id:
            wanted.setdefault(row.entity, set()).add(row.record_id)
    names = {entity: titles(entity, sorted(ids), actor) for entity, ids in wanted.items()}
    return [_line(row, names, actor) for row in rows]


def _line(row: Occurrence, names: Mapping[str, Mapping[int, str]], actor: Actor) -> Line:
    name = names.get(row.entity, {}).get(row.record_id or 0, "")
    paged = bool(name) and cells.has_page(row.entity)
    return Line(
        what=what(row.kind), who=row.actor_name or _("Nobody"), when=actor.show.datetime(row.at),
        iso=row.at.isoformat(), about=name or _about(row), detail=detail(row, actor), address=row.address,
        href=cells.address(row.entity, row.record_id or 0) if paged else "",
        channel=str(CHANNELS.get(row.channel, row.channel)),
    )  # fmt: skip


def what(kind: str) -> str:
    """What a kind is called."""
    return str(KINDS.get(kind, kind))


def _about(row: Occurrence) -> str:
    """The kind of record, with its number when one is meant."""
    if not row.entity:
        return ""
    label = entity_label(row.entity)
    return f"{label} #{row.record_id}" if row.record_id else label


def entity_label(key: str) -> str:
    """What records of an entity are called."""
    if key == LOG:
        return _("Log")
    try:
        return str(registry.spec(key).label_plural)
    except registry.UnknownEntity:
        return key


def detail(row: Occurrence, actor: Actor) -> str:
    """What else is known, as one line: how many rows, which fields by their labels, everything else as it is."""
    parts = []
    for key, value in row.detail.items():
        if key == "rows" and isinstance(value, int):
            text = ngettext("%(count)s row", "%(count)s rows", value)
            parts.append(text % {"count": actor.show.number(value)})
        elif key == "fields" and isinstance(value, list):
            parts.append(", ".join(_field(row.entity, str(name)) for name in value))
        elif key == "format":
            parts.append(str(value).upper())
        elif key == "field":
            parts.append(_field(row.entity, str(value)))
        elif isinstance(value, str | int) and value != "":
            parts.append(told_of(str(WORDS.get(key, key)), str(value)))
    return " · ".join(part for part in parts if part)[:LONGEST]


def _field(entity: str, name: str) -> str:
    try:
        found: Any = registry.spec(entity).fields.get(name)
    except registry.UnknownEntity:
        found = None
    return str(found.label) if found else name
