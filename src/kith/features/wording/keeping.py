"""Keeping the words that somebody chose in the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, Stale
from kith.engine.spec import EntitySpec
from kith.features.wording.lines import Line, Place
from kith.features.wording.models import Wording


class Wrong(Exception):
    """Some words were refused: messages by what they are for."""

    def __init__(self, errors: Mapping[Place, list[str]]) -> None:
        super().__init__()
        self.errors = errors


def stored(spec: EntitySpec) -> dict[Place, Wording]:
    """The words of an object as they are stored."""
    return {(row.what, row.key): row for row in Wording.live().filter(entity=spec.key)}


def say(lines: Iterable[Line], sent: Mapping[str, str]) -> None:
    """Put what was typed into the lines; what was not sent stays."""
    for line in lines:
        for cell in line.cells:
            cell.value = sent.get(cell.name, cell.value).strip()


def keep(spec: EntitySpec, lines: Iterable[Line], versions: Mapping[str, str], actor: Actor) -> None:
    """Store what differs: words that are empty or the standard are none. Raises Wrong, Stale, Forbidden."""
    rows = stored(spec)
    errors: dict[Place, list[str]] = {}
    for line in lines:
        try:
            version = versions.get(f"v|{line.what}|{line.key}", "")
            _keep_one(line, rows.get(line.place), version, entity=spec.key, actor=actor)
        except Invalid as error:
            errors[line.place] = [str(text) for texts in error.errors.values() for text in texts]
    if errors:
        raise Wrong(errors)


def _keep_one(line: Line, row: Wording | None, version: str, *, entity: str, actor: Actor) -> None:
    """One line's words: made, changed, taken away, or left as they are."""
    before: dict[str, Any] = row.words if row else {}
    shown = {cell.code for cell in line.cells}
    texts = {code: text for code, text in before.items() if code not in shown}
    texts |= {cell.code: cell.value for cell in line.cells if cell.value and cell.value != cell.standard}
    if texts == before:
        return
    if str(row.version if row else "") != version:
        raise Stale(row)
    if row is None:
        named: dict[str, Any] = {"entity": entity, "what": line.what, "key": line.key, "words": texts}
        records.create(Wording, by=actor, **named)
    elif texts:
        changed: dict[str, Any] = {"words": texts}
        records.update(row, by=actor, version=row.version, **changed)
    else:
        records.delete(row, by=actor)


def reset(spec: EntitySpec, actor: Actor) -> None:
    """Back to the standard words, all of them. Raises Forbidden."""
    for row in stored(spec).values():
        records.delete(row, by=actor)
