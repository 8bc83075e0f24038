"""The form of an added field: only what its kind needs, in words instead of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.custom import CustomField
from kith.engine.custom.formulas import BEGINNINGS
from kith.engine.custom.kinds import Kind
from kith.engine.custom.models import CHOICE_KINDS, LINK_KINDS, TOGETHER_KINDS
from kith.engine.custom.specs import bare_of, limit
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.formats import FORMS
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.features.fields import actions, lines
from kith.features.fields.actions import VALUES
from kith.kernel.money import CURRENCIES
from kith.web import forms, rollups
from kith.web.fields import USUAL, Bound
from kith.web.pieces import Section

HELPS: dict[str, Any] = {
    "indexed": gettext_lazy("For lists with very many records. The index is built in the background."),
    "in_list": gettext_lazy("For everybody who has not chosen other columns."),
    "unique": gettext_lazy("A second record with the same value is refused."),
    "required": gettext_lazy(
        "Records that are there already keep their empty value until somebody edits them."
    ),
    "format": gettext_lazy(
        "{n} is the number, {n:05} the same with zeros before it, {year} the year, {unit} the unit."
    ),
    "key": gettext_lazy("For files and other programs. Left empty, it is made from the label."),
    "currency": gettext_lazy("Empty: every amount says its own currency."),
    "when_gone": gettext_lazy("If nothing is chosen, the link stays as it is."),
    "tree": gettext_lazy("A record cannot stand, over however many others, above itself."),
    "default_formula": gettext_lazy(
        "A new record gets it where nothing is given. It may use other fields and today."
    ),
    "allowed": gettext_lazy("Only these are offered while one types, and others are refused."),
}
ABOUT_RECORDS = ("required_when", "formula", "default_formula")
"""Columns that speak of the records of the object."""

MOST_PLACES = 8
ROLLUP = "rollup"


def blank(spec: EntitySpec, kind: Kind, target: str = "") -> CustomField:
    """A field that is not there yet."""
    row = CustomField(entity=spec.key, kind=kind.key, target="" if kind.key == ROLLUP else target)
    row.rollup = rollups.stored(target, {}) if kind.key == ROLLUP else {}
    row.places = 2 if kind.key in ("decimal", "percent") else None
    row.currency = company().currency if kind.key == "money" else ""
    return row


def groups(spec: EntitySpec, kind: Kind, row: CustomField) -> list[tuple[str, list[FieldSpec], bool]]:
    """The sections of the form: title, fields, and whether they are folded away at first. Choices stand by
    themselves."""
    usual = [
        *(one for one in kind.asks if one != "choices"),
        *kind.limits,
        *(["default"] if kind.begins else []),
    ]
    if not choosing(spec, row):
        usual = [one for one in usual if one != "depends_on"]
    if row.target != spec.key:
        usual = [one for one in usual if one != "tree"]
    rules = [one for one in kind.rules if one != "unique_with" or together(spec, row)]
    begins = ["default_formula"] if any(kind.key in kinds for kinds in BEGINNINGS.values()) else []
    found = [
        ("", ["label", *([] if row.pk else ["key"])], False),
        ("", usual, False),
        (_("Starting value from a formula"), begins, not row.default_formula),
        (pgettext("heading", "Rules"), rules, False),
        (_("For those who fill it in"), list(kind.helps), not (row.help or row.placeholder)),
    ]
    return [
        (title, [one for name in names for one in parts(spec, row, name)], folded)
        for title, names, folded in found
        if names
    ]


def parts(spec: EntitySpec, row: CustomField, name: str) -> list[FieldSpec]:
    """What the form asks for one column."""
    return rollups.asked(rollups.source_of(row.rollup)) if name == ROLLUP else [asked(spec, row, name)]


def asked(spec: EntitySpec, row: CustomField, name: str) -> FieldSpec:
    """One column as the form asks for it."""
    field = replace(registry.spec("custom-field").fields[name], help=HELPS.get(name, ""), default=None)
    if name in VALUES:
        return value_field(row, field)
    if name == "label":
        return replace(field, required=True)
    if name == "key":
        return replace(field, required=False)
    if name == "format" and row.kind == "text":
        words = _("Check digits are checked while one saves, and spaces are taken out.")
        field = replace(field, label=_("Format of the value"), help=words)
    options = dict(_options(spec, row, name))
    if options:
        kind = TYPES["multichoice" if name == "unique_with" else "choice"]
        return replace(field, type=kind, choices=tuple(Choice(key, said) for key, said in options.items()))
    if name == "allowed":
        return replace(field, target=row.target)
    return replace(field, target=spec.key) if name in ABOUT_RECORDS else field


def _options(spec: EntitySpec, row: CustomField, name: str) -> Iterator[tuple[str, Any]]:
    """What a column is chosen from, by value."""
    if name == "depends_on":
        yield from choosing(spec, row).items()
    elif name == "unique_with":
        yield from together(spec, row).items()
    elif name == "currency":
        yield from ((code, code) for code in dict.fromkeys((company().currency, *USUAL, *sorted(CURRENCIES))))
    elif name == "format" and row.kind == "text":
        yield from ((form.key, form.label) for form in FORMS.values())
    elif name == "when_gone":
        offered = registry.spec("custom-field").fields[name].choices
        yield from (
            (one.value, one.label) for one in offered if row.kind == "reference" or one.value != "delete"
        )
    elif name == "personal":
        yield from ((one.value, one.label) for one in registry.spec("custom-field").fields[name].choices)


def choosing(spec: EntitySpec, row: CustomField) -> dict[str, Any]:
    """The fields that choices can depend on."""
    return {key: one.label for key, one in spec.fields.items() if one.type.key == "choice" and key != row.key}


def together(spec: EntitySpec, row: CustomField) -> dict[str, Any]:
    """The fields together with which values can be unique."""
    return {
        key: one.label
        for key, one in spec.fields.items()
        if one.type.key in TOGETHER_KINDS and key != row.key and not one.readonly
    }


def targets() -> list[EntitySpec]:
    """The objects that a link can lead to."""
    return [
        one
        for one in registry.specs()
        if one.entity.group in ("work", "lists") or one.key in ("user", "unit", "team")
    ]


def measured(row: CustomField, sent: Any) -> None:
    """Read what the values of a form are measured by before these are read."""
    if sent.get("places", "").isdecimal() and int(sent["places"]) <= MOST_PLACES:
        row.places = int(sent["places"])
    if sent.get("currency", "") in CURRENCIES:
        row.currency = sent["currency"]


def value_field(row: CustomField, field: FieldSpec) -> FieldSpec:
    """A column whose values are those of the field itself, with its own input."""
    bare = bare_of(row)
    money = bare.currency or company().currency if row.kind == "money" else None
    return replace(
        bare, entity=field.entity, key=field.key, label=field.label, help="", placeholder="", required=False,
        required_when=None, readonly=False, currency=money,
    )  # fmt: skip


def values(fields: list[FieldSpec], row: CustomField) -> dict[str, Any]:
    """What a form begins with."""
    found = {one.key: getattr(row, one.key) for one in fields if hasattr(row, one.key)}
    found |= rollups.values(row.rollup)
    for one in fields:
        if one.key in VALUES:
            found[one.key] = limit(one, getattr(row, one.key))
    return found


def sections(
    spec: EntitySpec, kind: Kind, row: CustomField, actor: Actor, *, sent: Any = None, errors: Any = None
) -> list[Section]:
    """The bound form."""
    wrong, made = errors or {}, []
    for title, fields, folded in groups(spec, kind, row):
        (section,) = forms.sections([(title, fields)], values(fields, row), actor, sent=sent, errors=wrong)
        section.collapsed = folded and not any(one.errors for one in section.fields)
        made.append(section)
    if kind.key in CHOICE_KINDS:
        made.insert(1, Section("", [choices_input(spec, row, sent, wrong.get(lines.NAME, ()))]))
    return made


def choices_input(spec: EntitySpec, row: CustomField, sent: Any, errors: Any) -> Bound:
    """The lines of choices."""
    known = lines.stored(row.choices or (), row.default)
    shown = lines.sent(sent, [line.value for line in known]) if sent is not None else known
    depends_on = sent.get("depends_on", "") if sent is not None else row.depends_on
    above = spec.fields.get(depends_on)
    offered = [(one.value, str(one.label)) for one in above.choices] if above is not None else []
    return Bound(
        lines.NAME,
        str(registry.spec("custom-field").fields["choices"].label),
        "part",
        lines.Lines(shown, offered, row.kind == "choice", actions.leaving(row, shown, sent)),
        template="fields/choices.html",
        wide=True,
        required=True,
        errors=[str(error) for error in errors],
    )


def offered(spec: EntitySpec, kind: Kind) -> Sequence[Any] | None:
    """What one has to choose first: the object that a link leads to, or the records that a roll-up is over."""
    if kind.key == ROLLUP:
        return rollups.sources(spec)
    return targets() if kind.key in LINK_KINDS else None


def placed(errors: Mapping[str, Any]) -> dict[str, Any]:
    """Errors at the inputs of the form: what is wrong with a roll-up stands at its first one."""
    return {f"{rollups.PREFIX}function" if key == ROLLUP else key: texts for key, texts in errors.items()}
