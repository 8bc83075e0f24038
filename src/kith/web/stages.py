"""The path of a record: where it stands on its way, and where it may go next."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.foreseeing import refusals
from kith.engine.spec import EntitySpec
from kith.web import forms
from kith.web.heading import possible
from kith.web.steps import Step, step_of, steps


@dataclass
class Path:
    """The path of stages as the template wants it."""

    action: str
    name: str
    version: int
    label: str
    writable: bool
    steps: list[dict[str, str]]
    nonce: str
    hidden: list[tuple[str, str]]
    needs: str = ""


def path_of(spec: EntitySpec, record: Any, actor: Actor, *, writable: bool) -> Path | None:
    """Where the record stands on its way."""
    one = spec.readable(actor).get(spec.entity.path)
    if one is None:
        return None
    current = step_of(record, one, spec)
    known = steps(spec, one, actor)
    group = next((step.group for step in known if step.value == current), None)
    way = [
        step for step in known if step.group == group and (step.tone != "tone-bad" or step.value == current)
    ]
    may = writable and not one.readonly and actor.access.level(spec.key, one.key) >= Level.WRITE
    here = f"/{spec.plural}/{record.pk}/"
    action, name = f"{here}edit/?field={one.key}", one.key
    if spec.board and spec.board.field == one.key:
        action, name = f"/{spec.plural}/board/move/", "to"
    return Path(
        action,
        name,
        record.version,
        str(one.label),
        may,
        stations(way, current),
        secrets.token_hex(16),
        hidden=[("id", str(record.pk)), ("next", here)],
        needs=f"{here}needs/" if may else "",
    )


def stations(way: list[Step], current: str) -> list[dict[str, str]]:
    """Steps with their state: passed, current, ahead. On a final step with a tone nothing else counts as passed."""
    place = next((number for number, step in enumerate(way) if step.value == current), -1)
    ended = place >= 0 and way[place].tone in ("tone-bad", "tone-good")
    return [
        {
            "value": step.value,
            "label": step.label,
            "tone": step.tone.removeprefix("tone-"),
            "state": "current" if number == place else "passed" if number < place and not ended else "ahead",
        }
        for number, step in enumerate(way)
    ]


def wanting(spec: EntitySpec, record: Any, to: str, actor: Actor) -> list[str]:
    """What a step still requires of a record, by the names of fields: of the action that leads there, or of the rules.

    The record in memory is spent afterwards.
    """
    one = spec.readable(actor).get(spec.entity.path)
    if one is None:
        return []
    leading = next((item for item in possible(spec, record, actor) if item.into == (one.key, to)), None)
    if leading:
        return [str(item.label) for item in leading.arguments(spec.key).values() if item.required]
    known = forms.writable(spec, actor)
    found = refusals(record, by=actor, texts=actor.language, **{one.key: to})
    return [str(known[key].label) for key in found if key in known and key != one.key]
