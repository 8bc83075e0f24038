"""The form of a button: what every button has, and what its kind asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.called import bracketed
from kith.engine.condition.subjects import anchored
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.spec import ASSIGNMENT, EntitySpec
from kith.features.buttons import filling
from kith.features.buttons.models import Button, Does, Stands
from kith.kernel.text import lower_first
from kith.web.fields import Bound, Option, pictured
from kith.web.icons import BUTTONS
from kith.web.pieces import Link, Section

COMMON = ("label", "icon", "prominent")
PRESET = "preset_"
PLAIN = FieldSpec("button", "", "", TYPES["text"], max_length=500)
BRACES = gettext_lazy(
    "Fields of the record stand in braces, such as {name}. What one may not see is left out."
)
INTO = f"[name=link], [name^={PRESET}]"
"""The inputs in which fields can be named."""
UNTYPED = ("file", "structure", "listed", "words", "condition")
Groups = list[tuple[str, list[FieldSpec]]]


def home(spec: EntitySpec) -> str:
    """The address of an object's buttons."""
    return f"/shape/{spec.plural}/buttons/"


def kinds(spec: EntitySpec) -> list[tuple[str, str, list[Link]]]:
    """What a new button can do: a heading, what it means, and the ways to go on."""
    here = f"{home(spec)}new/"
    actions = [
        Link(str(one.label), f"{here}?does=action&action={one.name}", one.icon)
        for one in spec.actions.values()
    ]
    forms = [
        Link(
            bracketed(other.label, link.label),
            f"{here}?does=form&target={other.key}&via={link.key}",
            other.icon,
        )
        for other, link in linking(spec)
    ]
    link = Link(_("Link"), f"{here}?does=link", "external-link")
    found = [
        (_("Run an action"), _("With values that the button brings along; it asks for the others."), actions),
        (
            _("Open a link"),
            _("To another system, to write a mail or to call, with values of the record."),
            [link],
        ),
        (
            _("Open a form"),
            _("For a new record that is linked to this one and begins with values of it."),
            forms,
        ),
    ]
    return [one for one in found if one[2]]


def linking(spec: EntitySpec) -> Iterator[tuple[EntitySpec, FieldSpec]]:
    """The links that lead to an object from what people create: its related lists, and work about any record."""
    yield from ((other, link) for other, link in registry.children(spec.key) if not link.readonly)
    for other in registry.specs():
        if other.entity.group == "work":
            yield from ((other, link) for link in other.linking(spec.key) if link.type.key == "anyreference")


def blank(spec: EntitySpec, asked: Any) -> Button | None:
    """A new button as the address says, if that can be."""
    row = Button(entity=spec.key, does=asked.get("does", ""))
    if row.does == Does.ACTION and asked.get("action") in spec.actions:
        row.action = asked["action"]
    elif row.does == Does.FORM:
        ways = {(other.key, link.key) for other, link in linking(spec)}
        row.target, row.via = asked.get("target", ""), asked.get("via", "")
        if (row.target, row.via) not in ways:
            return None
    elif row.does != Does.LINK:
        return None
    return row


def groups(spec: EntitySpec, row: Button, actor: Actor) -> Groups:
    """The sections of its form."""
    own = registry.spec("button").fields
    when = replace(
        anchored(own["when"], spec.key), help=_("On pages and in rows of records; without it always.")
    )
    many = row.does == Does.ACTION and spec.actions[row.action].many
    places = tuple(one for one in own["stands"].choices if many or one.value != Stands.LIST)
    more = [own["confirm"]] if row.does == Does.ACTION else []
    return [
        ("", [*(own[name] for name in COMMON), replace(own["stands"], choices=places)]),
        (what(spec, row), [*kind_fields(spec, row, actor), *more]),
        (_("For whom"), [own["roles"], when]),
    ]


def what(spec: EntitySpec, row: Button) -> str:
    """What it does, in words."""
    if row.does == Does.ACTION:
        action = spec.actions.get(row.action)
        return _("Runs: %(name)s") % {"name": action.label if action else row.action}
    if row.does == Does.FORM:
        target = next((one for one in registry.specs() if one.key == row.target), None)
        return _("New %(thing)s") % {"thing": lower_first(str(target.label)) if target else row.target}
    return _("Opens a link")


def kind_fields(spec: EntitySpec, row: Button, actor: Actor) -> list[FieldSpec]:
    """What its kind asks."""
    if row.does == Does.LINK:
        field = registry.spec("button").fields["link"]
        return [replace(field, required=True, help=BRACES, placeholder="https://example.com/?name={name}")]
    if row.does == Does.ACTION:
        return [
            replace(
                one,
                key=f"{PRESET}{key}",
                required=False,
                default=None,
                begin=None,
                help=_("Empty: it is asked."),
            )
            for key, one in spec.actions[row.action].arguments(spec.key).items()
            if one.type.key != "boolean"
        ]
    return [
        replace(PLAIN, key=f"{PRESET}{one.key}", label=one.label, column=one.key)
        for one in fillable(registry.spec(row.target))
        if one.key != row.via
    ]


def fillable(target: EntitySpec) -> list[FieldSpec]:
    """The fields that a form can begin with, those of the short form first, those of assignment last."""
    fields = [one for one in target.writable if one.type.key not in UNTYPED]
    return sorted(fields, key=lambda one: (one.key in ASSIGNMENT, one.key not in target.entity.quick))


def intro(row: Button) -> str:
    """How fields of the record are named in what follows."""
    return str(BRACES) if row.does == Does.FORM else ""


def dressed(sections: list[Section], spec: EntitySpec, row: Button, actor: Actor) -> list[Section]:
    """The sections with icons as pictures, and the fields that can be named where they can."""
    for bound in sections[0].fields:
        if bound.name == "icon":
            pictured(bound, BUTTONS)
    for bound in sections[1].fields:
        bound.wide = bound.wide or bound.name == "link"
    if row.does != Does.ACTION:
        options = [Option(f"{{{key}}}", str(one.label)) for key, one in spec.readable(actor).items()]
        named = Bound("names", _("Put a field in"), "names", INTO, options=options)
        sections[1].fields.insert(1 if row.does == Does.LINK else 0, named)
    return sections


def values(row: Button, fields: Groups) -> dict[str, Any]:
    """What the form shows of a button."""
    spec = registry.spec("button")
    found = {key: spec.value(row, one) for key, one in spec.fields.items() if one.column}
    for _title, group in fields:
        for one in group:
            key = one.key.removeprefix(PRESET)
            if one.key != key and key in row.presets:
                found[one.key] = row.presets[key]
                if row.does == Does.ACTION:
                    found[one.key] = one.type.clean(row.presets[key], one)
    return found


def presets(row: Button, fields: Groups, given: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Take the values of presets out of what was given, in the form in which they are kept."""
    found = {}
    for _title, group in fields:
        for one in group:
            key, value = (
                one.key.removeprefix(PRESET),
                given.pop(one.key, None) if one.key.startswith(PRESET) else None,
            )
            if value in (None, "", []):
                continue
            found[key] = _kept(row, one, value, actor)
    return found


def _kept(row: Button, field: FieldSpec, value: Any, actor: Actor) -> Any:
    """One value as it is kept: JSON for an action, a text for a form. What does not fit is left to be refused."""
    if row.does == Does.FORM:
        known = registry.spec(row.target).fields[field.key.removeprefix(PRESET)]
        if filling.names(str(value)) or known.type.key not in ("choice", "country", "boolean", "date"):
            return str(value)
        field = known
    try:
        text = isinstance(value, str)
        read = field.type.parse(value, field, actor.language) if text else field.type.clean(value, field)
    except ValidationError:
        return value
    found = field.type.to_json(read, field)
    return str(found) if row.does == Does.FORM else found


def place(row: Button) -> str:
    """Where it stands, in words."""
    return {
        Stands.RECORD: pgettext("button", "on the page"),
        Stands.ROW: pgettext("button", "in rows"),
        Stands.BOTH: pgettext("button", "on the page and in rows"),
        Stands.LIST: pgettext("button", "above chosen rows"),
    }[Stands(row.stands)]
