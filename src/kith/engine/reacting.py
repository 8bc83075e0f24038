"""How the form of a record reacts to what stands in it: what is shown, must be filled in, may be chosen.

The gate holds every write to the same; forms ask here while one types, so that nobody is surprised. Features add what
they know with `EntitySpec.reacting`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.base.gate import Write
from kith.engine.dependence import Conditional, offered
from kith.engine.spec import EntitySpec

UNTYPED = ("condition", "file")
"""Kinds of values that cannot be read from a form that is not finished."""


@dataclass(slots=True)
class Reaction:
    """What becomes of one field. `choices` are the values that are left, None for all; `value` is filled in when it is
    not None, and `message` says why."""

    shown: bool = True
    required: bool = False
    locked: bool = False
    choices: tuple[str, ...] | None = None
    value: Any = None
    message: str = ""


@dataclass
class State:
    """A record as a form describes it, not stored, and what becomes of the fields of the form."""

    spec: EntitySpec
    change: Change
    reactions: dict[str, Reaction] = field(default_factory=dict)

    @property
    def record(self) -> Any:
        """The record with what was typed."""
        return self.change.record

    def of(self, name: str) -> Reaction:
        """The reaction of a field, to be changed."""
        return self.reactions.setdefault(name, Reaction())


def reacts(spec: EntitySpec) -> bool:
    """Whether forms of an entity react to anything at all."""
    return bool(spec.reacting or spec.conditional or spec.dependent or spec.computing)


def react(spec: EntitySpec, change: Change, names: Sequence[str], actor: Actor) -> dict[str, Reaction]:
    """How these fields of a form react to a record."""
    state = State(spec, change)
    before = spec.snapshot(change.record)
    for compute in spec.computing:
        compute([change], actor=actor)
    now = spec.snapshot(change.record)
    for name in names:
        if name in now and now[name] != before[name] and spec.fields[name].readonly:
            state.of(name).value = now[name]
    for one in Conditional(spec, actor).needed(change.record):
        state.of(one.key).required = True
    for one in spec.dependent:
        above = spec.value(change.record, spec.fields[one.depends_on])
        state.of(one.key).choices = tuple(choice.value for choice in offered(one, above))
    for rule in spec.reacting:
        rule(state, actor=actor)
    return {name: found for name, found in state.reactions.items() if name in names}


def hidden(spec: EntitySpec, record: Any, actor: Actor) -> set[str]:
    """The fields that the page of a stored record leaves out, as its form does."""
    return {name for hide in spec.hiding for name in hide(record, actor=actor)}


def typed(spec: EntitySpec, record: Any, values: Mapping[str, Any], actor: Actor) -> Change:
    """A change as a form describes it so far, of a stored record or of a new one; nothing is refused, and what cannot
    be understood yet, or is of a child, is left out."""
    write = Write(spec, actor, "create" if record is None else "update")
    change = write.fresh() if record is None else write.begin(record)
    for name, value in values.items():
        if name in spec.fields and spec.fields[name].type.key not in UNTYPED:
            write.assign(change, {name: value}, texts=actor.language)
    change.errors.clear()
    return change
