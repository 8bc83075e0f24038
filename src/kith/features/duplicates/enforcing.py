"""Warns of likely duplicates on saving, or refuses them, as the rules say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import epoch, registry
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH, Change
from kith.engine.spec import EntitySpec
from kith.features.duplicates import marking, wording
from kith.features.duplicates.finding import Ask, Found, look
from kith.features.duplicates.models import MatchRule, Tells, Then, When


@dataclass(frozen=True)
class Rule:
    """One active rule, ready to be asked."""

    key: int
    entity: str
    entities: tuple[str, ...]
    equal: frozenset[str]
    then: str
    moments: frozenset[str]
    tells: str

    def concerns(self, change: Change, actor: Actor) -> bool:
        """Whether it is asked of a change at this moment."""
        moment = When.CREATE if change.before is None else When.EDIT
        if actor.channel == "import":
            moment = When.IMPORT
        return self.then != Then.HINT and moment.value in self.moments

    def holds(self, found: Found) -> bool:
        """Whether a record that was found breaks it."""
        return bool(found.equal & self.equal)


@epoch.per_configuration
def every() -> dict[str, tuple[Rule, ...]]:
    """All active rules by entity."""
    found: dict[str, tuple[Rule, ...]] = {}
    for row in MatchRule.live().filter(active=True).order_by("pk"):
        also = [key for key in row.also if registry.entity(key) is not None and key != row.entity]
        rule = Rule(
            row.pk, row.entity, (row.entity, *also), frozenset(row.equal), row.then, frozenset(row.moments), row.tells
        )  # fmt: skip
        found[row.entity] = (*found.get(row.entity, ()), rule)
    return found


@dataclass(frozen=True)
class Guard:
    """The rules of one entity, as its spec carries them."""

    entity: str
    rules: tuple[Rule, ...]

    def check(self, changes: Sequence[Change], *, actor: Actor) -> None:
        """Hold people and programs to the rules; Kith itself is not, nor what goes to the trash or out of it."""
        if actor.user_id is None:
            return
        spec = registry.spec(self.entity)
        fields = marking.fields_of(spec)
        mine = [change for change in changes if fields & change.diff.keys() and TRASH not in change.touched]
        for rule in self.rules:
            asked = [change for change in mine if rule.concerns(change, actor)]
            if asked:
                self._ask(rule, spec, asked, actor)

    def _ask(self, rule: Rule, spec: EntitySpec, changes: Sequence[Change], actor: Actor) -> None:
        asks = [ask_of(spec, change.record, rule.entities) for change in changes]
        among = within(spec, changes, asks)
        for change, found, twin in zip(changes, look(asks, by=actor), among, strict=True):
            wrong = [one for one in found if rule.holds(one)]
            if wrong:
                text, place = wording.warning(wrong[0], rule.tells, actor), wrong[0].equal & rule.equal
            elif twin & rule.equal:
                text, place = _("Another row of this file says the same."), twin & rule.equal
            else:
                continue
            at = wording.place(spec, place)
            if rule.then == Then.REFUSE:
                change.refuse(at, text)
            else:
                change.warn(at, text, f"match-rule:{rule.key}")


def ask_of(spec: EntitySpec, record: Any, entities: Sequence[str]) -> Ask:
    """The question for the likes of a record."""
    texts: dict[str, list[str]] = {}
    for what, _field, text in marking.said(spec, record):
        texts.setdefault(what, []).append(text)
    said = {what: "\n".join(lines) for what, lines in texts.items()}
    return Ask(entities, said, marking.subject(spec, record) or ("", None))


def within(spec: EntitySpec, changes: Sequence[Change], asks: Sequence[Ask]) -> Iterator[frozenset[str]]:
    """What each row has in common with an earlier one of the same write."""
    seen: set[int] = set()
    for _change, ask in zip(changes, asks, strict=True):
        strong = {mark: kind for mark, kind in ask.marks.items() if kind in marking.STRONG}
        yield frozenset(marking.WORDS[kind] for mark, kind in strong.items() if mark in seen)
        seen |= strong.keys()


def tells(entity: str) -> str:
    """What one hears of records of an entity that one may not see: the most careful of its rules."""
    order = (Tells.NOTHING, Tells.KNOWN, Tells.UNIT, Tells.OWNER)
    said = [Tells(rule.tells) for rule in every().get(entity, ())]
    return min(said, key=order.index, default=Tells.KNOWN).value


@registry.shaped_by
def guarded(spec: EntitySpec) -> EntitySpec:
    """The same object, held to the company's rules for duplicates."""
    if not spec.entity.alike:
        return spec
    rules = every().get(marking.whole(spec), ())
    if not rules:
        return spec
    return replace(spec, checking=(*spec.checking, Guard(spec.key, rules).check))
