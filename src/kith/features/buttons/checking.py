"""What a button may be: everything that it names exists, and its link leads only where its author said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.features.buttons import filling
from kith.features.buttons.models import Button, Does, Stands
from kith.web.icons import BUTTONS

UNKNOWN = _("There is no field “%(name)s” here.")


def check(row: Button, *, actor: Actor) -> None:
    """Rule of buttons. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    spec = known(row.entity)
    if spec is None or spec.entity.group == "settings":
        raise Invalid({"entity": [_("There is no such object.")]})
    if row.stands == Stands.LIST and row.does != Does.ACTION:
        errors["stands"] = [_("Above chosen rows a button can only run an action.")]
    if row.icon not in BUTTONS:
        errors["icon"] = [_("There is no such icon.")]
    for name, message in KINDS[Does(row.does)](row, spec, actor):
        errors.setdefault(name, []).append(message)
    if errors:
        raise Invalid(errors)


def name(row: Button, *, actor: Actor) -> None:
    """What the configuration calls it: its words, for as long as nobody says otherwise."""
    if not row.name or (row.before is not None and row.name == _said(row.before["label"])):
        row.name = _said(row.label)


def _said(texts: Mapping[str, str]) -> str:
    """Words in the company's language, else in another."""
    return (texts.get(company().language) or next(iter(texts.values()), ""))[:200]


def known(key: str) -> EntitySpec | None:
    """The object of a key, if there is one."""
    return next((spec for spec in registry.specs() if spec.key == key), None)


def _action(row: Button, spec: EntitySpec, actor: Actor) -> Iterator[tuple[str, Any]]:
    action = spec.actions.get(row.action)
    if action is None or (row.stands == Stands.LIST and not action.many):
        yield "action", _("Choose one of the actions.")
        return
    arguments = action.arguments(spec.key)
    for name, value in row.presets.items():
        if name not in arguments:
            yield "presets", UNKNOWN % {"name": str(name)[:60]}
            continue
        try:
            arguments[name].type.clean(value, arguments[name])
        except ValidationError as error:
            yield from (("presets", message) for message in error.messages)


def _link(row: Button, spec: EntitySpec, actor: Actor) -> Iterator[tuple[str, Any]]:
    if not filling.safe(row.link):
        yield (
            "link",
            _("A link begins with https://, http:// and the name of a server, with mailto: or tel:."),
        )
    yield from (("link", message) for message in _named(row.link, spec, actor))


def _form(row: Button, spec: EntitySpec, actor: Actor) -> Iterator[tuple[str, Any]]:
    target = known(row.target)
    if target is None:
        yield "target", _("Choose what is created.")
        return
    if row.via not in {one.key for one in target.linking(spec.key)}:
        yield "via", _("Choose the field that leads here.")
    writable = {one.key for one in target.writable}
    for name, text in row.presets.items():
        if name not in writable or not isinstance(text, str):
            yield "presets", UNKNOWN % {"name": str(name)[:60]}
        else:
            yield from (("presets", message) for message in _named(text, spec, actor))


def _named(text: str, spec: EntitySpec, actor: Actor) -> Iterator[Any]:
    """What is wrong with the names of fields in a text."""
    if not filling.whole(text):
        yield _("Braces stand around the name of a field only, such as {name}.")
    readable = spec.readable(actor)
    for name in filling.names(text):
        if name != "id" and name not in readable:
            yield UNKNOWN % {"name": name[:60]}


KINDS = {Does.ACTION: _action, Does.LINK: _link, Does.FORM: _form}
