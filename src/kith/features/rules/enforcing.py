"""Holds every write to the rules: read once per configuration, asked in memory, as Kith itself sees the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kith.engine import epoch, registry
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH, Change
from kith.engine.reacting import State
from kith.engine.spec import EntitySpec
from kith.features.rules import forming, validating
from kith.features.rules.models import Effect, FormRule, ValidationRule


@dataclass(frozen=True)
class Rules:
    """The active rules of one entity, as its spec carries them."""

    entity: str
    validation: tuple[validating.Rule, ...]
    form: tuple[forming.Rule, ...]

    def compute(self, changes: Sequence[Change], *, actor: Actor) -> None:
        """Fill in what rules fill in, in the way that they keep it."""
        spec = registry.spec(self.entity)
        mine = [change for change in changes if actor.user_id is not None]
        forming.fill(self.form, spec, mine, actor)
        validating.write_alike(self.validation, spec, mine)

    def check(self, changes: Sequence[Change], *, actor: Actor) -> None:
        """Hold people and programs to the rules; Kith itself is not, nor what goes to the trash or out of it."""
        if actor.user_id is None:
            return
        mine = [change for change in changes if change.diff and TRASH not in change.touched]
        spec = registry.spec(self.entity)
        forming.check(self.form, spec, mine, actor)
        validating.check(self.validation, spec, mine, actor)

    def react(self, state: State, *, actor: Actor) -> None:
        """Say how a form reacts."""
        forming.react(self.form, state, actor)

    def hide(self, record: Any, *, actor: Actor) -> set[str]:
        """The fields that the page of a record leaves out."""
        found = forming.standing(self.hiding, registry.spec(self.entity), actor)
        return forming.hidden(found, record)

    @property
    def hiding(self) -> list[forming.Rule]:
        """Those that hide or show."""
        return [rule for rule in self.form if rule.effect in (Effect.HIDE, Effect.SHOW)]


@epoch.per_configuration
def every() -> dict[str, Rules]:
    """All active rules by entity."""
    validation: dict[str, list[validating.Rule]] = {}
    form: dict[str, list[forming.Rule]] = {}
    for row in ValidationRule.live().filter(active=True).order_by("position", "pk"):
        validation.setdefault(row.entity, []).append(validating.Rule.of(row))
    for one in FormRule.live().filter(active=True).order_by("position", "pk"):
        form.setdefault(one.entity, []).append(forming.Rule.of(one))
    return {
        key: Rules(key, tuple(validation.get(key, ())), tuple(form.get(key, ())))
        for key in {*validation, *form}
    }


@registry.shaped_by
def held(spec: EntitySpec) -> EntitySpec:
    """The same object, held to the company's rules."""
    rules = every().get(spec.key)
    if rules is None:
        return spec
    return replace(
        spec,
        computing=(*spec.computing, rules.compute),
        checking=(*spec.checking, rules.check),
        reacting=(*spec.reacting, *((rules.react,) if rules.form else ())),
        hiding=(*spec.hiding, *((rules.hide,) if rules.hiding else ())),
    )
