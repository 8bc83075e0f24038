"""Form rules ready to be done: to a form while one types, and by the gate to every write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.base.checking import REQUIRED
from kith.engine.condition import Node, holds
from kith.engine.dependence import named, parsed
from kith.engine.fieldtypes import FieldSpec
from kith.engine.reacting import State
from kith.engine.spec import EntitySpec
from kith.features.rules.models import Effect, FormRule


@dataclass(frozen=True)
class Rule:
    """One form rule."""

    key: int
    where: Mapping[str, Any]
    effect: str
    on: tuple[str, ...]
    choices: tuple[str, ...]
    value: str

    @classmethod
    def of(cls, row: FormRule) -> Rule:
        """The rule of a row."""
        return cls(row.pk, row.where, row.effect, tuple(row.on), tuple(row.choices), row.value)


@dataclass(frozen=True)
class Standing:
    """A rule with its condition read for one actor."""

    rule: Rule
    node: Node
    spec: EntitySpec
    actor: Actor

    def holds(self, record: Any) -> bool:
        """Whether its condition holds for a record."""
        return holds(self.node, self.spec, record, self.actor)

    @property
    def fields(self) -> list[FieldSpec]:
        """The fields that it is about and that there still are."""
        return [self.spec.fields[name] for name in self.rule.on if name in self.spec.fields]

    def moved(self, change: Change) -> bool:
        """Whether a change concerns its condition or its fields."""
        return change.before is None or bool({*named(self.node), *self.rule.on} & change.diff.keys())

    def begins(self, state: State) -> bool:
        """Whether what its condition looks at is not what is stored."""
        before = state.change.before
        looked = [state.spec.fields[name] for name in named(self.node)]
        return before is None or any(
            one.type.dump(state.spec.value(state.record, one), one) != before[one.key] for one in looked
        )


def standing(rules: Sequence[Rule], spec: EntitySpec, actor: Actor) -> list[Standing]:
    """The rules whose conditions can be asked, as Kith itself sees records."""
    house = actor.as_house()
    read = ((rule, parsed(rule.where, spec, house)) for rule in rules)
    return [Standing(rule, node, spec, house) for rule, node in read if node is not None]


def hidden(rules: Sequence[Standing], record: Any) -> set[str]:
    """The fields that are not to be seen: hidden by a rule, or shown by others of which none holds."""
    found: set[str] = set()
    shown: set[str] = set()
    kept: set[str] = set()
    for one in rules:
        if one.rule.effect == Effect.HIDE and one.holds(record):
            found |= set(one.rule.on)
        elif one.rule.effect == Effect.SHOW:
            (shown if one.holds(record) else kept).update(one.rule.on)
    return found | (kept - shown)


# ---------------------------------------------------------------------- in the form


def react(rules: Sequence[Rule], state: State, actor: Actor) -> None:
    """What becomes of the fields of a form."""
    found = standing(rules, state.spec, actor)
    for one in found:
        if one.rule.effect in DONE and one.holds(state.record):
            for field in one.fields if one.rule.effect != Effect.SET or one.begins(state) else ():
                DONE[one.rule.effect](state, one.rule, field)
    for name in hidden(found, state.record):
        state.of(name).shown = False


def _require(state: State, _rule: Rule, field: FieldSpec) -> None:
    state.of(field.key).required = True


def _lock(state: State, _rule: Rule, field: FieldSpec) -> None:
    state.of(field.key).locked = True


def _limit(state: State, rule: Rule, field: FieldSpec) -> None:
    reaction = state.of(field.key)
    before = reaction.choices
    reaction.choices = tuple(value for value in rule.choices if before is None or value in before)


def _set(state: State, rule: Rule, field: FieldSpec) -> None:
    state.of(field.key).value = field.type.dump(_value(rule, field), field)


DONE: Mapping[str, Callable[[State, Rule, FieldSpec], None]] = {
    Effect.REQUIRE: _require,
    Effect.LOCK: _lock,
    Effect.LIMIT: _limit,
    Effect.SET: _set,
}


# ---------------------------------------------------------------------- in the gate


def fill(rules: Sequence[Rule], spec: EntitySpec, changes: Sequence[Change], actor: Actor) -> None:
    """Fill in what nobody said, once a condition begins to hold."""
    setting = [rule for rule in rules if rule.effect == Effect.SET]
    for one in standing(setting, spec, actor) if setting else ():
        names = {*named(one.node)}
        for change in changes:
            fields = [field for field in one.fields if field.key not in change.touched]
            begins = change.before is None or names & change.touched
            for field in fields if begins and fields and one.holds(change.record) else ():
                spec.set(change.record, field, _value(one.rule, field))


def _value(rule: Rule, field: FieldSpec) -> Any:
    try:
        return field.type.clean(rule.value, field)
    except ValidationError:
        return field.type.clean(None, field)


def check(rules: Sequence[Rule], spec: EntitySpec, changes: Sequence[Change], actor: Actor) -> None:
    """Refuse what a form would not have let one do."""
    found = standing(rules, spec, actor) if rules else []
    for change in changes if found else ():
        for name, message in _wrong(found, spec, change):
            if name not in change.errors:
                change.refuse(name, message)


def _wrong(rules: Sequence[Standing], spec: EntitySpec, change: Change) -> Iterator[tuple[str, Any]]:
    away = hidden(rules, change.record)
    for name in sorted(away & set(_given(spec, change))):
        yield name, _("This is not asked for while the rest stands as it does.")
    for one in rules:
        if one.rule.effect in DONE and one.moved(change) and one.holds(change.record):
            for field in one.fields:
                if field.key not in away:
                    yield from _done(one.rule, field, spec, change)


def _done(rule: Rule, field: FieldSpec, spec: EntitySpec, change: Change) -> Iterator[tuple[str, Any]]:
    value = spec.value(change.record, field)
    if rule.effect == Effect.REQUIRE and field.type.empty(value):
        yield field.key, REQUIRED
    elif rule.effect == Effect.LOCK and field.key in _given(spec, change):
        yield field.key, _("This cannot be changed while the rest stands as it does.")
    elif rule.effect == Effect.LIMIT and not field.type.empty(value):
        chosen = [value] if isinstance(value, str) else value
        if not set(chosen) <= set(rule.choices):
            left = [choice for choice in field.choices if choice.value in rule.choices]
            text = ", ".join(str(choice.label) for choice in left)
            yield field.key, _("Choose one of these: %(choices)s.") % {"choices": text}


def _given(spec: EntitySpec, change: Change) -> list[str]:
    """The fields that a change sets otherwise than they were, or than a new record has them by itself."""
    if change.before is not None:
        return list(change.diff)
    return [
        name
        for name in change.diff.keys() & change.touched
        if name in spec.fields and spec.value(change.record, spec.fields[name]) != spec.fields[name].initial()
    ]
