"""The configuration as a document of rows that are known by their keys, and as TOML text."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.configuring.kinds import key_fields, kinds, written_fields
from kith.engine.configuring.links import NONE, Key, Names, Unknown, frozen, portable, said, trimmed
from kith.engine.configuring.state import State
from kith.engine.configuring.writing import table
from kith.engine.errors import Malformed, TooLarge
from kith.engine.naming import standard_of
from kith.engine.spec import EntitySpec

FORMAT = 1
LARGEST = 4_000_000
HEAD = f"""\
# The configuration of Kith: how a company shaped its objects, fields, rules, pages, words and rights.
# It holds no records, no people and no secrets. Rows are known by what stands first in them, never by number;
# what a row does not say has its usual value. Before it is applied anywhere Kith shows what it would change:
# kith config plan FILE, or Settings > Objects > Configuration file.

format = {FORMAT}
"""
PART = "# This is a part of a configuration: nothing can be removed by it.\npart = true\n"


@dataclass(slots=True)
class Row:
    """One row of the document: of which object, its key, what it says, and where it comes from: the line of a text, the
    number of a stored row."""

    entity: str
    key: Key
    values: dict[str, Any]
    line: int = 0
    number: int | None = None
    twin: int = 0

    @property
    def identity(self) -> tuple[str, str, int]:
        """What a row is known by; rows of one key are told apart by their order."""
        return self.entity, frozen(self.key), self.twin


@dataclass(slots=True)
class Document:
    """Rows in order. `part` tells that others were left out on purpose; `left` are rows that cannot stand in a
    document, with the reason."""

    rows: list[Row] = field(default_factory=list)
    part: bool = False
    left: list[tuple[Row, str]] = field(default_factory=list)

    def sort(self) -> Document:
        """Rows in the order of objects and keys, those of one key numbered."""
        plurals = {key: spec.plural for key, spec in kinds().items()}
        self.rows.sort(
            key=lambda row: (plurals.get(row.entity, row.entity), frozen(row.key), row.number or 0)
        )
        seen: dict[tuple[str, str], int] = {}
        for row in self.rows:
            place = row.entity, frozen(row.key)
            row.twin = seen[place] = seen.get(place, -1) + 1
        return self


def of_state(state: State) -> Document:
    """The document of a state."""
    names, found = Names(state), Document()
    for key, spec in state.specs.items():
        fields = written_fields(spec)
        for number, stored in state.live(key).items():
            row = Row(key, (), {}, number=number)
            try:
                for one in fields:
                    row.values[one.key] = portable(names, spec, one, stored)
                row.key = names.key(spec, stored)
            except Unknown as error:
                row.key = row.key or tuple(str(stored.get(name) or "") for name in key_fields(spec))
                found.left.append((row, _("It names %(what)s.") % {"what": error}))
                continue
            if why := spec.entity.stays(stored) if spec.entity.stays else "":
                found.left.append((row, str(why)))
                continue
            found.rows.append(row)
    return found.sort()


def usual(spec: EntitySpec) -> dict[str, Any]:
    """The values of a new row of which nothing is said."""
    record = spec.model()
    for item in spec.custom:
        if item.default not in (None, ""):
            spec.set(record, item, item.type.clean(item.initial(), item))
    stored = spec.snapshot(record)
    names = Names(State({}))
    return {one.key: portable(names, spec, one, stored) for one in written_fields(spec)}


# ---------------------------------------------------------------------- writing


def text_of(document: Document) -> str:
    """The document as TOML; the same configuration gives the same text, byte for byte."""
    parts = [HEAD, PART if document.part else ""]
    plains = {key: usual(spec) for key, spec in kinds().items()}
    for row in document.rows:
        spec = registry.spec(row.entity)
        secrets = ", ".join(standard_of(label) for label in spec.entity.secrets.values())
        note = f"To be typed in again, in no file: {secrets}" if secrets else ""
        parts.append(table(spec.plural, _said(row, plains[row.entity], key_fields(spec)), note))
    return "".join(parts)


def _said(row: Row, plain: Mapping[str, Any], key: Collection[str]) -> dict[str, Any]:
    """What has to be said of a row: its key, and what is not as usual."""
    return {
        name: NONE if value is None else value
        for name, value in row.values.items()
        if value != plain.get(name) or (name in key and value is not None)
    }


# ---------------------------------------------------------------------- reading


def parsed(text: str | bytes) -> Document:
    """The document that a text says. Raises Malformed with the place, TooLarge."""
    data = _data(text)
    _require_ours(data)
    document = Document(part=data.get("part") is True)
    by_plural = {spec.plural: spec for spec in kinds().values()}
    lines = _lines(text)
    for plural, rows in data.items():
        if plural in ("format", "part"):
            continue
        spec = _known(by_plural, plural, rows)
        plain = usual(spec)
        for number, values in enumerate(rows):
            document.rows.append(_row(spec, values, plain, lines.get((plural, number), 0)))
    return document.sort()


def _data(text: str | bytes) -> dict[str, Any]:
    if len(text) > LARGEST:
        most = {"limit": LARGEST // 1_000_000}
        raise TooLarge(
            _("This file is too large: a configuration has at most %(limit)s MB.") % most, limit=LARGEST
        )
    try:
        written = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return tomllib.loads(written.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        text_place = {"place": error.start}
        raise Malformed(
            _("This file is damaged: byte %(place)s is not text in UTF-8.") % text_place
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise Malformed(_damage(written, str(error))) from error
    except RecursionError as error:
        raise Malformed(_("This file is damaged: it is nested too deeply.")) from error


def _damage(text: str, reason: str) -> str:
    """Where a text stops being TOML, as people find it."""
    found = re.search(r"\(at line (\d+), column \d+\)", reason)
    if found is None:
        return _("This file is damaged: it ends too early.")
    line = text.splitlines()[int(found[1]) - 1 : int(found[1])]
    return _("This file is damaged in line %(line)s: “%(text)s”.") % {
        "line": found[1], "text": line[0].strip()[:80] if line else "",
    }  # fmt: skip


def _require_ours(data: Mapping[str, Any]) -> None:
    said_format = data.get("format")
    if type(said_format) is not int:
        raise Malformed(_("This is not a configuration of Kith: it says no format."))
    if said_format > FORMAT:
        raise Malformed(_("This configuration was written by a newer version of Kith. Update first."))
    if said_format < 1 or data.get("part", False) not in (True, False):
        raise Malformed(_("This is not a configuration of Kith: it says no format."))


def _known(by_plural: Mapping[str, EntitySpec], plural: str, rows: Any) -> EntitySpec:
    spec = by_plural.get(plural)
    if spec is None:
        raise Malformed(
            _("“%(name)s”: this version of Kith has no such configuration.") % {"name": plural[:80]}
        )
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Malformed(_("“%(name)s”: give each row under [[%(name)s]].") % {"name": plural[:80]})
    return spec


def _row(spec: EntitySpec, values: Mapping[str, Any], usually: Mapping[str, Any], line: int) -> Row:
    """A row of the text. Its key is flat: what a link in it names has parts of its own."""
    plain = {name: _plain(value) for name, value in values.items()}
    parts: list[Any] = []
    for name in key_fields(spec):
        value = plain.get(name, usually[name])
        parts += value if isinstance(value, list) else [value]
    return Row(spec.key, trimmed(parts), plain, line=line)


def _plain(value: Any) -> Any:
    """A value of TOML as one of JSON; what TOML has no word for is said in a table."""
    if value == NONE:
        return None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value


def _lines(text: str | bytes) -> dict[tuple[str, int], int]:
    """The line in which each row begins, by address and number."""
    written = text.decode("utf-8-sig", "replace") if isinstance(text, bytes) else text
    found: dict[tuple[str, int], int] = {}
    counted: dict[str, int] = {}
    for number, line in enumerate(written.splitlines(), 1):
        if match := re.fullmatch(r"\s*\[\[\s*\"?([a-z0-9-]+)\"?\s*\]\]\s*(#.*)?", line):
            at = counted.get(match[1], 0)
            found[match[1], at], counted[match[1]] = number, at + 1
    return found


def place_of(row: Row) -> str:
    """Where a row stands, as people find it: line, table and key."""
    spec = registry.known(row.entity)
    told = f"[[{spec.plural if spec else row.entity}]] {said(row.key)}"
    return _("line %(line)s, %(what)s") % {"line": row.line, "what": told} if row.line else told
