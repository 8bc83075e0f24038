"""Validation rules ready to be asked, in memory, as Kith itself sees the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from kith.engine import formats, formula
from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.condition import Node, holds
from kith.engine.condition.testing import Memo
from kith.engine.dependence import parsed
from kith.engine.formula import Formula, FormulaError
from kith.engine.formula.links import Behind
from kith.engine.insisting import Mild
from kith.engine.naming import Renamed
from kith.engine.spec import EntitySpec
from kith.features.rules.models import Kind, Moment, Severity, ValidationRule
from kith.kernel import clock


@dataclass(frozen=True)
class Rule:
    """One validation rule, ready to be asked."""

    key: int
    name: str
    kind: str
    where: Mapping[str, Any]
    formula: str
    field: str
    format: str
    message: Mapping[str, str]
    warns: bool
    moments: frozenset[str]
    changed: str
    since: dt.date | None

    @classmethod
    def of(cls, row: ValidationRule) -> Rule:
        """The rule of a row."""
        return cls(
            row.pk, row.name, row.kind, row.where, row.formula, row.field, row.format, row.message,
            row.severity == Severity.WARN, frozenset(row.moments), row.changed, row.since,
        )  # fmt: skip

    def concerns(self, change: Change, actor: Actor) -> bool:
        """Whether it is asked of a change: at this moment, of a record that is not spared."""
        moment = Moment.CREATE if change.before is None else Moment.EDIT
        if actor.channel == "import":
            moment = Moment.IMPORT
        if moment.value not in self.moments or (self.changed and self.changed not in change.diff):
            return False
        if self.since is None:
            return True
        made = clock.now() if change.before is None else change.record.created_at
        return bool(timezone.localtime(made).date() >= self.since)

    def said(self) -> str:
        """What people are told."""
        return str(Renamed(self.message, next((text for text in self.message.values() if text), self.name)))


@dataclass
class Asking:
    """Rules asked of the changes of one write."""

    spec: EntitySpec
    actor: Actor
    memo: Memo = field(default_factory=dict)
    nodes: dict[int, Node | None] = field(default_factory=dict)
    formulas: dict[int, Formula | None] = field(default_factory=dict)
    behind: Behind = field(default_factory=Behind)

    def wrong(self, rule: Rule, record: Any) -> str:
        """What is wrong with a record by a rule, "" when nothing is."""
        if rule.kind == Kind.FORMAT:
            return self._misformed(rule, record)
        if rule.kind == Kind.FORMULA:
            return rule.said() if self._true(rule, record) else ""
        return rule.said() if self._holds(rule, record) else ""

    def _true(self, rule: Rule, record: Any) -> bool:
        """Whether the formula says yes and the record is among those that the condition narrows it to; a formula that
        cannot be understood any more asks for nothing."""
        if rule.key not in self.formulas:
            self.formulas[rule.key] = understood(rule.formula, self.spec)
        read = self.formulas[rule.key]
        if read is None or (rule.where and not self._holds(rule, record)):
            return False
        return read.holds(self.spec, record, self.behind)

    def _holds(self, rule: Rule, record: Any) -> bool:
        if rule.key not in self.nodes:
            self.nodes[rule.key] = parsed(rule.where, self.spec, self.actor)
        node = self.nodes[rule.key]
        return node is not None and holds(node, self.spec, record, self.actor, memo=self.memo)

    def _misformed(self, rule: Rule, record: Any) -> str:
        item = self.spec.fields.get(rule.field)
        text = self.spec.value(record, item) if item is not None else ""
        if not text or (rule.where and not self._holds(rule, record)):
            return ""
        try:
            formats.checked(rule.format, str(text))
        except formats.WrongForm as error:
            return rule.said() if any(rule.message.values()) else str(error)
        return ""


def understood(text: str, spec: EntitySpec) -> Formula | None:
    """A formula of yes or no, None when it cannot be understood any more."""
    try:
        return formula.check(text, spec, wanted="boolean", stored=False)
    except FormulaError:
        return None


def check(rules: Sequence[Rule], spec: EntitySpec, changes: Sequence[Change], actor: Actor) -> None:
    """Refuse what is wrong, or warn of it."""
    asking = Asking(spec, actor.as_house())
    for change in changes:
        for rule in rules:
            told = change.errors.get(rule.field, ())
            if any(not isinstance(one, Mild) for one in told) or not rule.concerns(change, actor):
                continue
            if text := asking.wrong(rule, change.record):
                place = rule.field if rule.field in spec.fields else ""
                if rule.warns:
                    change.warn(place, text, f"validation-rule:{rule.key}")
                else:
                    change.refuse(place, text)


def write_alike(rules: Sequence[Rule], spec: EntitySpec, changes: Sequence[Change]) -> None:
    """Write values the way their form is kept; what has not the form is left for the check."""
    for rule in rules:
        item = spec.fields.get(rule.field)
        if rule.kind != Kind.FORMAT or item is None:
            continue
        for change in changes:
            text = spec.value(change.record, item)
            if text and (change.before is None or change.before[item.key] != text):
                with suppress(formats.WrongForm):
                    spec.set(change.record, item, formats.checked(rule.format, text))
