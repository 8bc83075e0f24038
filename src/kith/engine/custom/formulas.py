"""Added fields that show a formula, and those that begin with one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.circles import circle, sentence
from kith.engine.custom.models import FORMULA, CustomField
from kith.engine.fieldtypes.words import Words
from kith.engine.formula import Formula, FormulaError, check, joining, kinds
from kith.engine.spec import EntitySpec

Mistakes = Iterator[tuple[str, Any]]

# The kinds of results that a field of each kind can begin with.
BEGINNINGS = {
    kinds.NUMBER: ("integer", "decimal", "percent", "duration", "rating"),
    kinds.TEXT: (
        "text",
        "longtext",
        "email",
        "phone",
        "url",
        "choice",
        "country",
        "language",
        "color",
        "address",
    ),
    kinds.BOOLEAN: ("boolean",),
    kinds.DATE: ("date",),
    kinds.MOMENT: ("datetime",),
    kinds.MONEY: ("money",),
}


def understand(row: CustomField, *, actor: Actor) -> None:
    """Note what kind of value a formula gives, once: what is stored keeps its meaning when the formula changes."""
    if row.kind != FORMULA or row.result or row.entity not in {one.key for one in registry.entities()}:
        return
    try:
        found = check(row.formula, registry.spec(row.entity), actor)
    except FormulaError:
        return
    number = found.node.type.kind == kinds.NUMBER
    row.result = found.result if not (number and row.places) else "decimal"
    if row.result == "decimal" and row.places is None:
        row.places = 2


def mistakes(row: CustomField, actor: Actor) -> Mistakes:
    """What is wrong with the formulas of an added field, and whether another formula needs the field that goes."""
    spec = registry.spec(row.entity)
    if row.deleted_at is not None:
        return
    if row.kind == FORMULA:
        yield from _formula(row, spec, actor)
    elif row.formula:
        yield "formula", _("Only fields of the kind “formula” have a formula.")
    if row.default_formula:
        yield from _default(row, spec, actor)


def _formula(row: CustomField, spec: EntitySpec, actor: Actor) -> Mistakes:
    try:
        yield from _circle(row)
        found = check(row.formula, spec, actor)
    except FormulaError as error:
        yield "formula", error.located(row.formula)
        return
    yield from _fitting(row, found)


def _circle(row: CustomField) -> Mistakes:
    """A formula does not follow from itself, be it by way of other formulas, of roll-ups or of linked records."""
    specs = {one.key: one for one in registry.specs()}
    way = circle((row.entity, row.key), joining.sources(row.entity, row.formula, specs), specs)
    if way:
        own = str(Words(row.label or {}, row.key))
        message = _("The formula would follow from itself: %(way)s.")
        yield "formula", message % {"way": sentence(way, specs, own)}


def _fitting(row: CustomField, found: Formula) -> Mistakes:
    """The result is what it was, and can do what the field is to do."""
    numbers = ("integer", "decimal")
    if row.result != found.result and not (row.result in numbers and found.result in numbers):
        words = {"found": found.node.type.label, "was": _label(row.result)}
        message = _(
            "This field has held %(was)s until now, and this formula gives %(found)s. Add another field instead."
        )
        yield "formula", message % words
    if found.live and row.indexed:
        yield "indexed", _("What depends on today, or on what Kith fills in, cannot be made fast.")
    for name in ("required", "required_when", "default", "default_formula"):
        if getattr(row, name):
            yield name, _("Nobody fills in a formula.")


def _label(result: str) -> Any:
    return kinds.LABELS.get(KIND_OF.get(result, ""), result)


KIND_OF = {
    "integer": kinds.NUMBER, "decimal": kinds.NUMBER, "text": kinds.TEXT, "boolean": kinds.BOOLEAN,
    "date": kinds.DATE, "datetime": kinds.MOMENT, "money": kinds.MONEY,
}  # fmt: skip


def _default(row: CustomField, spec: EntitySpec, actor: Actor) -> Mistakes:
    """A default by formula gives what the field holds, and does not follow from the field itself."""
    wanted = next((kind for kind, fields in BEGINNINGS.items() if row.kind in fields), "")
    if not wanted:
        yield "default_formula", _("Fields of this kind cannot begin with a formula.")
        return
    try:
        found = check(row.default_formula, spec, actor, wanted=wanted, stored=False)
    except FormulaError as error:
        yield "default_formula", error.located(row.default_formula)
        return
    if row.key in found.names:
        yield "default_formula", _("The formula would follow from itself: %(way)s.") % {"way": row.key}
    if row.default:
        yield "default_formula", _("A field begins with a value or with a formula, not with both.")
