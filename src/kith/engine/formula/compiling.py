"""Formula: a formula that was read, checked and understood, with what shells and the gate ask of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any
from weakref import WeakValueDictionary

from django.utils.translation import gettext as _

from kith.engine import currencies, registry
from kith.engine.access import Place
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.numbers import LARGEST
from kith.engine.formula import kinds
from kith.engine.formula.checking import Checking
from kith.engine.formula.errors import TROUBLES, FormulaError
from kith.engine.formula.evaluating import Answer, answer
from kith.engine.formula.kinds import EXACT, Now, blank
from kith.engine.formula.links import LATE, Behind
from kith.engine.formula.naming import Nameable
from kith.engine.formula.nodes import Call, Node, Said, SaidCall, SaidName
from kith.engine.formula.parsing import parse
from kith.engine.formula.writing import HEAVIEST, unwritten, weight
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.kernel.money import Money, MoneyError

MOST_FIELDS = 50
LONGEST_RESULT = 2_000

RESULTS = {
    kinds.NUMBER: "decimal", kinds.TEXT: "text", kinds.BOOLEAN: "boolean", kinds.DATE: "date",
    kinds.MOMENT: "datetime", kinds.MONEY: "money",
}  # fmt: skip

known: WeakValueDictionary[int, Formula] = WeakValueDictionary()
"""Formulas by the number under which SQLite asks for them."""
_numbers = itertools.count(1)


class Formula:
    """One formula over the fields of one entity. `names` are the fields that it uses itself, `behind` is what it gives
    away of other records (kith.engine.formula.knowing)."""

    def __init__(self, text: str, node: Node, names: Mapping[str, FieldSpec]) -> None:
        self.text = text
        self.node = node
        self.names = dict(names)
        self.number = next(_numbers)
        self.target: FieldSpec | None = None
        self.behind: frozenset[Place] = frozenset()
        known[self.number] = self

    @cached_property
    def live(self) -> bool:
        """Whether it is computed whenever it is read: what depends on today, or on what storing fills in."""
        return any(map(_late, self.names.values())) or _alive(self.node)

    @property
    def result(self) -> str:
        """The kind of field that shows its result."""
        whole = self.node.type.kind == kinds.NUMBER and self.node.type.whole
        return "integer" if whole else RESULTS[self.node.type.kind]

    @cached_property
    def stored(self) -> dict[str, FieldSpec]:
        """The stored fields that it needs in the end, through other formulas that are not stored."""
        found: dict[str, FieldSpec] = {}
        for key, one in self.names.items():
            found |= one.computed.stored if one.live else {key: one}
        return found

    def answer(self, read: Callable[[FieldSpec], Any], now: Now | None = None) -> Answer:
        """Its value, where `read` gives the python value of a field."""
        return answer(self.node, read, now or present())

    def of(self, spec: EntitySpec, record: Any, behind: Behind | None = None) -> Answer:
        """Its value for a record, as formulas see values; what stands `behind` links is read once for many records."""
        known = behind or Behind()
        return self.answer(lambda field: known.of(spec, record, field))

    def holds(self, spec: EntitySpec, record: Any, behind: Behind | None = None) -> bool:
        """Whether a formula of yes or no says yes of a record."""
        return bool(self.of(spec, record, behind).value)

    def shown(self, field: FieldSpec, read: Callable[[FieldSpec], Any], now: Now | None = None) -> Any:
        """The python value of a formula field: rounded to what the field shows, None where there is none."""
        return self.fitted(field, read, now).value

    def troubles(self, field: FieldSpec, spec: EntitySpec, record: Any) -> list[Any]:
        """Why a formula field is empty on a record, in words."""
        found = self.fitted(field, lambda one: spec.value(record, one))
        return [TROUBLES[code] for code in dict.fromkeys(found.troubles)] if found.value is None else []

    def fitted(self, field: FieldSpec, read: Callable[[FieldSpec], Any], now: Now | None = None) -> Answer:
        """The same with what went wrong."""
        found = self.answer(read, now)
        if blank(found.value):
            found.value = None
            return found
        found.value, trouble = FIT[self.node.type.kind](found.value, field)
        if trouble:
            found.troubles.append(trouble)
        return found


def present() -> Now:
    """The moment for which live formulas are computed; days are the company's."""
    return Now(clock.now(), company().time_zone)


def check(
    text: str,
    spec: EntitySpec,
    actor: Any = None,
    *,
    wanted: str = "",
    stored: bool = True,
    specs: Callable[[str], EntitySpec | None] = registry.known,
) -> Formula:
    """The formula of a text over an entity's fields, as far as `actor` may know them (Kith itself knows all).

    `wanted` is the kind that the result has to be, such as "boolean". One that is only asked now and then, not
    `stored` for lists, may do with TODAY what databases cannot. `specs` gives the entities that links lead to. Raises
    FormulaError.
    """
    checking = Checking(Nameable(spec, actor, specs))
    said = parse(text)
    found = Formula(text, checking.node(said), checking.names)
    _require(found, said, wanted)
    if stored and found.live:
        _require_sql(found)
    return found


def _require(found: Formula, said: Said, wanted: str) -> None:
    """What a whole formula has to be. Raises FormulaError."""
    kind = found.node.type
    if kind.kind not in RESULTS:
        raise FormulaError(_("The result is %(found)s, which no field can hold.") % {"found": kind.label}, 0)
    if wanted and kind.kind != wanted:
        words = {"found": kind.label, "wanted": kinds.LABELS[wanted]}
        raise FormulaError(
            _("The result must be %(wanted)s, and this gives %(found)s.") % words, said.at, said.length
        )
    if len(found.names) > MOST_FIELDS:
        raise FormulaError(_("This formula uses too many fields."), 0)


def _require_sql(found: Formula) -> None:
    """What changes without being written has to be computed by the database too."""
    missing = unwritten(found.node)
    if missing is not None:
        text = _("%(name)s cannot stand beside TODAY, NOW or what Kith fills in when it stores a record.")
        raise FormulaError(text % {"name": missing.name}, 0)
    if weight(found.node) > HEAVIEST:
        raise FormulaError(_("This formula has too many steps."), 0)


def _late(field: FieldSpec) -> bool:
    """Whether a field has its value only after formulas are stored, or another one later."""
    if field.through is not None:
        return bool(field.through.late)
    return field.key in LATE or field.type.key == "autonumber" or field.live


def _alive(node: Node) -> bool:
    return isinstance(node, Call) and (node.form.alive or any(map(_alive, node.parts)))


def names_in(text: str) -> frozenset[str]:
    """The names of fields that a formula uses, whether or not they exist. Raises FormulaError."""

    def names(said: Said) -> frozenset[str]:
        if isinstance(said, SaidName):
            return frozenset({said.name})
        return frozenset().union(*map(names, said.parts)) if isinstance(said, SaidCall) else frozenset()

    return names(parse(text))


# ---------------------------------------------------------------------- results as fields hold them


def _number(value: Decimal, field: FieldSpec) -> tuple[Any, str]:
    found = kinds.rounded(value, field.places)
    if abs(EXACT.scaleb(found, field.places)) > LARGEST:
        return None, "large"
    found = EXACT.quantize(found, Decimal(1).scaleb(-field.places))
    return (int(found) if field.type.key == "integer" else found), ""


def _text(value: str, field: FieldSpec) -> tuple[Any, str]:
    return (value, "") if len(value) <= (field.max_length or LONGEST_RESULT) else (None, "long")


def _money(value: kinds.Sum, field: FieldSpec) -> tuple[Any, str]:
    """Rounded to what coins there are, and worth something in the company's currency."""
    try:
        found = Money(value.amount, value.currency)
        currencies.worth(found)
    except MoneyError:
        return None, "large"
    except Invalid:
        return None, "rate"
    return found, ""


def _as_it_is(value: Any, _field: FieldSpec) -> tuple[Any, str]:
    return value, ""


FIT: dict[str, Callable[[Any, FieldSpec], tuple[Any, str]]] = {
    kinds.NUMBER: _number, kinds.TEXT: _text, kinds.MONEY: _money,
    kinds.BOOLEAN: _as_it_is, kinds.DATE: _as_it_is, kinds.MOMENT: _as_it_is,
}  # fmt: skip
