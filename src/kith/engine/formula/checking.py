"""From what was written to what it means: names become fields, functions their fitting forms, and everything a type.

What could become too large for any number or text is refused here, so that no back end meets it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.fieldtypes import FieldSpec
from kith.engine.formula import kinds
from kith.engine.formula.errors import FormulaError, hint, meant, meant_label
from kith.engine.formula.functions import FORMS, Form
from kith.engine.formula.kinds import EMPTY, MOST_DIGITS, Type, common, type_of
from kith.engine.formula.naming import Nameable
from kith.engine.formula.nodes import Call, Field, Node, Said, SaidCall, SaidName, SaidValue, Value
from kith.kernel.money import CURRENCIES

MOST_NODES = 600
MOST_PARTS = 40
OPERATORS = frozenset("+-*/^&=<>") | {"<>", "<=", ">=", "negative"}


@dataclass
class Checking:
    """The meaning of one formula over the fields that it may name; `names` are those that it uses."""

    nameable: Nameable
    names: dict[str, FieldSpec] = field(default_factory=dict)
    nodes: int = 0

    def node(self, said: Said) -> Node:
        """What a part means. Raises FormulaError."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise FormulaError(_("This formula has too many steps."), said.at, said.length)
        if isinstance(said, SaidValue):
            return _value(said)
        if isinstance(said, SaidName):
            return self._field(said)
        if isinstance(said, SaidCall):
            found = self._call(said)
            if found.type.digits > MOST_DIGITS or found.type.length > kinds.LONGEST_TEXT:
                raise FormulaError(_("The result could become too large."), said.at, said.length)
            return found
        raise TypeError(said)

    # ------------------------------------------------------------------ names

    def _field(self, said: SaidName) -> Node:
        found = self.nameable.field(said)
        kind = type_of(found)
        if kind is None:
            message = _("Formulas cannot compute with “%(field)s”.") % {"field": found.label}
            raise FormulaError(message, said.at, said.length)
        self.names[found.key] = found
        return Field(kind, found)

    # ------------------------------------------------------------------ calls

    def _call(self, said: SaidCall) -> Node:
        if said.name in REWRITTEN:
            return self.node(REWRITTEN[said.name](said))
        forms = FORMS.get(said.name)
        if forms is None or (said.name in OPERATORS and said.name == "NEGATIVE"):
            names = [name for name in (*FORMS, *REWRITTEN) if name[0].isalpha() and name.isupper()]
            message = _("There is no function “%(name)s”.") % {"name": said.name} + meant(said.name, names)
            raise FormulaError(message, said.at, said.length)
        parts = [self.node(part) for part in said.parts]
        self._choices(said, parts)
        return self._fitted(said, forms, parts)

    def _fitted(self, said: SaidCall, forms: Sequence[Form], parts: list[Node]) -> Node:
        """The call of the first form that fits."""
        if len(parts) > MOST_PARTS:
            raise FormulaError(_("This has too many parts."), said.at, said.length)
        for one in forms:
            made = self._of_form(one, parts)
            if made is not None:
                return _currencies(said, made)
        raise self._unfitting(said, forms, parts)

    def _of_form(self, form: Form, parts: Sequence[Node]) -> Node | None:
        """The call of a form, if the parts fit; further parts are joined one by one."""
        most = len(form.takes)
        if len(parts) > most and form.many:
            rest = self._of_form(form, parts[most - 1 :])
            return None if rest is None else self._of_form(form, [*parts[: most - 1], rest])
        if form.many and len(parts) == 1:
            return self._single(form, parts[0])
        if not form.least <= len(parts) <= most:
            return None
        given = [*parts, *(_default(param) for param in form.takes[len(parts) :])]
        fitted = self._fit(form, given)
        if fitted is None:
            return None
        grown = form.grows(*(one.type for one in fitted)) if callable(form.grows) else form.grows
        return Call(grown, form, tuple(fitted))

    def _single(self, form: Form, part: Node) -> Node | None:
        """MAX, AND and their like of one part are that part."""
        wanted = form.takes[0].kind
        if wanted == "said":
            return self._said(part)
        return part if wanted in ("T", part.type.kind) or part.type.kind == kinds.NOTHING else None

    def _fit(self, form: Form, parts: Sequence[Node]) -> list[Node] | None:
        """The parts as a form wants them, or None."""
        shared = _shared(form, parts)
        if shared is None:
            return None
        found: list[Node] = []
        for param, part in zip(form.takes, parts, strict=True):
            fitted: Node | None = part
            if param.kind == "said":
                fitted = self._said(part)
            elif param.kind == "T":
                fitted = _typed(part, shared)
            elif param.kind != "any":
                fitted = _typed(part, Type(param.kind))
            if fitted is None:
                return None
            found.append(fitted)
        return found

    def _said(self, part: Node) -> Node | None:
        """A value as text."""
        if part.type.kind == kinds.TEXT:
            return part
        if part.type.kind == kinds.NOTHING:
            return Value(Type(kinds.TEXT, length=0), "")
        return next((made for one in FORMS["TEXT"] if (made := self._of_form(one, [part])) is not None), None)

    # ------------------------------------------------------------------ what is wrong

    def _unfitting(self, said: SaidCall, forms: Sequence[Form], parts: Sequence[Node]) -> FormulaError:
        """What to tell of a call that no form fits: too few, too many, or which part is of the wrong kind."""
        if said.name in OPERATORS:
            return _unlike(said, parts)
        least, most = min(one.least for one in forms), max(len(one.takes) for one in forms)
        if len(parts) < least or (len(parts) > most and not any(one.many for one in forms)):
            return FormulaError(_counted(said.name, least, most, len(parts)), said.at, said.length)
        closest = max(forms, key=lambda one: _fitting(one, parts))
        place = min(_fitting(closest, parts), len(parts) - 1)
        wanted = closest.takes[min(place, len(closest.takes) - 1)].kind
        text = _("Part %(place)s of %(name)s must be %(wanted)s, and this is %(found)s.") % {
            "place": place + 1,
            "name": said.name,
            "wanted": kinds.LABELS.get(wanted, _("of the same kind as the others")),
            "found": parts[place].type.label,
        }
        at = said.parts[place]
        return FormulaError(text, at.at, at.length)

    def _choices(self, said: SaidCall, parts: Sequence[Node]) -> None:
        """A choice field is compared with its values only: a label, or a slip of the pen, would never be equal."""
        if said.name not in ("=", "<>", "INCLUDES"):
            return
        for mine, other, place in ((parts[0], parts[-1], -1), (parts[-1], parts[0], 0)):
            if (
                mine.type.choices
                and isinstance(other, Value)
                and isinstance(other.value, str)
                and other.value
            ):
                _known_choice(mine.type, other.value, said.parts[place])


def _known_choice(kind: Type, said: str, at: Said) -> None:
    values = dict(kind.choices)
    if said in values:
        return
    by_label = {label.casefold(): value for value, label in kind.choices}
    value = by_label.get(said.casefold())
    perhaps = hint(value) if value else meant(said, values) or hint(meant_label(said, by_label))
    raise FormulaError(_("There is no choice “%(value)s”.") % {"value": said} + perhaps, at.at, at.length)


def _value(said: SaidValue) -> Node:
    if isinstance(said.value, bool):
        return Value(kinds.FLAG, said.value)
    if isinstance(said.value, Decimal):
        whole = said.value == said.value.to_integral_value()
        return Value(Type(kinds.NUMBER, digits=max(said.value.adjusted() + 1, 1), whole=whole), said.value)
    return Value(Type(kinds.TEXT, length=len(said.value)), said.value)


def _default(param: Any) -> Node:
    if param.default is None:
        return Value(EMPTY, None)
    return Value(Type(kinds.NUMBER, digits=2, whole=True), param.default)


def _typed(part: Node, wanted: Type) -> Node | None:
    """A part that is of a kind, or nothing made to be of it; None when it is of another."""
    if part.type.kind == wanted.kind:
        return part
    if part.type.kind == kinds.NOTHING:
        return Value(replace(wanted, digits=1, length=0), kinds.BLANKS.get(wanted.kind))
    return None


def _shared(form: Form, parts: Sequence[Node]) -> Type | None:
    """The type that stands for T; None when the parts do not go together."""
    found = EMPTY
    for param, part in zip(form.takes, parts, strict=True):
        if param.kind == "T":
            both = common(found, part.type)
            if both is None:
                return None
            found = both
    return found


def _fitting(form: Form, parts: Sequence[Node]) -> int:
    """How many parts, from the first on, are of the kind that a form wants."""
    shared: Type = EMPTY
    for place, part in enumerate(parts):
        if place >= len(form.takes) and not form.many:
            return place
        wanted = form.takes[min(place, len(form.takes) - 1)].kind
        if wanted == "T":
            both = common(shared, part.type)
            if both is None:
                return place
            shared = both
        elif wanted not in ("any", "said", part.type.kind) and part.type.kind != kinds.NOTHING:
            return place
    return len(parts)


def _counted(name: str, least: int, most: int, given: int) -> str:
    words = {"name": name, "least": least, "most": most, "given": given}
    if least == most:
        return _("Parts in the brackets of %(name)s: %(least)s are wanted, here are %(given)s.") % words
    if given < least:
        return (
            _("Parts in the brackets of %(name)s: at least %(least)s are wanted, here are %(given)s.") % words
        )
    return _("Parts in the brackets of %(name)s: at most %(most)s are possible, here are %(given)s.") % words


def _unlike(said: SaidCall, parts: Sequence[Node]) -> FormulaError:
    """What to tell of an operator whose sides do not go together."""
    if said.name == "negative":
        text = _("Only numbers and amounts can be negative, and this is %(found)s.") % {
            "found": parts[0].type.label
        }
        return FormulaError(text, said.at, said.length)
    text = _("“%(sign)s” does not work between %(one)s and %(other)s.") % {
        "sign": said.name,
        "one": parts[0].type.label,
        "other": parts[1].type.label,
    }
    both = {parts[0].type.kind, parts[1].type.kind}
    if said.name == "+" and kinds.TEXT in both:
        text += " " + _("Texts are joined with &.")
    elif both == {kinds.DATE, kinds.MOMENT}:
        text += " " + _("DATEVALUE gives the day of a date with time.")
    elif both == {kinds.DATE, kinds.TEXT}:
        text += " " + _("Dates are written as DATE(2026, 1, 31).")
    elif kinds.MONEY in both and kinds.NUMBER in both and said.name in "+-":
        text += " " + _("AMOUNT gives the number of an amount of money.")
    return FormulaError(text, said.at, said.length)


def _currencies(said: SaidCall, made: Node) -> Node:
    """Amounts whose currencies are known to differ do not meet; a currency that is named must exist."""
    if not isinstance(made, Call):
        return made
    known = {part.type.currency for part in made.parts if part.type.kind == kinds.MONEY} - {""}
    if len(known) > 1 and made.form.name not in ("IF", "COALESCE"):
        one, other = sorted(known)
        text = _("%(one)s and %(other)s cannot be mixed.") % {"one": one, "other": other}
        raise FormulaError(text, said.at, said.length)
    if made.form.name != "MONEY" or not isinstance(made.parts[1], Value):
        return made
    if made.parts[1].value not in CURRENCIES:
        place = said.parts[1]
        text = _("There is no such currency. Write its code, such as EUR.")
        raise FormulaError(text, place.at, place.length)
    return replace(made, type=replace(made.type, currency=made.parts[1].value))


# ---------------------------------------------------------------------- other words for the same


def _ifs(said: SaidCall) -> Said:
    """IFS(a, x, b, y, otherwise) is IF(a, x, IF(b, y, otherwise))."""
    if len(said.parts) < 2 or len(said.parts) > MOST_PARTS:
        raise FormulaError(_counted(said.name, 2, MOST_PARTS, len(said.parts)), said.at, said.length)
    pairs, rest = divmod(len(said.parts), 2)
    found = said.parts[-1] if rest else None
    for number in reversed(range(pairs)):
        parts = said.parts[2 * number : 2 * number + 2]
        found = SaidCall(said.at, said.length, "IF", (*parts, found) if found else parts)
    return found or said


def _switch(said: SaidCall) -> Said:
    """SWITCH(of, a, x, b, y, otherwise) is IFS(of = a, x, of = b, y, otherwise)."""
    if len(said.parts) < 3 or len(said.parts) > MOST_PARTS:
        raise FormulaError(_counted(said.name, 3, MOST_PARTS, len(said.parts)), said.at, said.length)
    of, *rest = said.parts
    parts: list[Said] = []
    for number, part in enumerate(rest):
        tested = number % 2 == 0 and number + 1 < len(rest)
        parts.append(SaidCall(part.at, part.length, "=", (of, part)) if tested else part)
    return SaidCall(said.at, said.length, "IFS", tuple(parts))


def _any_of(single: str) -> Callable[[SaidCall], Said]:
    """ISCHOICE(of, a, b) is OR(of = a, of = b)."""

    def rewrite(said: SaidCall) -> Said:
        if len(said.parts) < 2 or len(said.parts) > MOST_PARTS:
            raise FormulaError(_counted(said.name, 2, MOST_PARTS, len(said.parts)), said.at, said.length)
        of, *rest = said.parts
        tests = tuple(SaidCall(part.at, part.length, single, (of, part)) for part in rest)
        return SaidCall(said.at, said.length, "OR", tests)

    return rewrite


REWRITTEN: dict[str, Callable[[SaidCall], Said]] = {
    "IFS": _ifs,
    "SWITCH": _switch,
    "ISCHOICE": _any_of("="),
}
