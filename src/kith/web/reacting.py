"""Forms that react to what is typed: what the server says of their fields, when they are shown and ever after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import reacting
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.reacting import Reaction
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.web import choosing, forms
from kith.web.fields import bind, submitted
from kith.web.forms import Form


def attach(
    form: Form, spec: EntitySpec, record: Any, *, actor: Actor, values: Mapping[str, Any], sent: Any = None
) -> None:
    """Let the form of a record, or of a new one, react if anything of its entity does."""
    if not reacting.reacts(spec):
        return
    names = [one.name for section in form.sections for one in section.fields]
    form.reacts = f"/{spec.plural}/react/" if record is None else f"/{spec.plural}/{record.pk}/react/"
    form.reactions = said(
        spec, record, values if sent is None else typed(spec, record, sent, actor), names, actor=actor
    )


def typed(spec: EntitySpec, record: Any, sent: Any, actor: Actor) -> dict[str, Any]:
    """What a form sent, without what names nothing yet."""
    fields = forms.writable(spec, actor, forms.NEW if record is None else record)
    values = submitted(fields, sent)
    for name in choosing.resolve(fields, values, actor):
        del values[name]
    return values


def needed(spec: EntitySpec, values: Mapping[str, Any], names: Iterable[str], *, actor: Actor) -> list[str]:
    """Those of these fields that a new record of these values must have, and to which nothing is suggested."""
    empty = [name for name in names if spec.fields[name].suggested(actor) in (None, "", [])]
    found = said(spec, None, values, empty, actor=actor) if reacting.reacts(spec) else {}
    added = {name: spec.fields[name].custom and spec.fields[name].required for name in empty}
    return [
        name
        for name in empty
        if found.get(name, {}).get("required", added[name]) and found.get(name, {}).get("shown", True)
    ]


def said(
    spec: EntitySpec, record: Any, values: Mapping[str, Any], names: Sequence[str], *, actor: Actor
) -> dict[str, dict[str, Any]]:
    """What becomes of the fields of a form, as its behaviour wants it: only what is not as usual."""
    kind = {RECORD_TYPE: spec.type_key} if record is None and spec.type_key else {}
    change = reacting.typed(spec, record, {**kind, **values}, actor)
    known = [name for name in names if name in spec.fields and name in spec.known(actor)]
    found = reacting.react(spec, change, known, actor)
    return {
        name: _said(spec, change.record, spec.fields[name], one, actor=actor) for name, one in found.items()
    }


def _said(spec: EntitySpec, record: Any, field: FieldSpec, one: Reaction, *, actor: Actor) -> dict[str, Any]:
    found = {key: value for key, value in asdict(one).items() if value not in (None, False, "")}
    if one.shown:
        found.pop("shown", None)
    else:
        found["shown"] = False
    if one.value is not None:
        bound = bind(field, field.type.load(one.value, field), actor)
        found["value"], found["text"] = bound.value, bound.text
    if one.choices is not None:
        now = spec.value(record, field)
        chosen = [now] if isinstance(now, str) else now or []
        if not one.message and not {value for value in chosen if value} <= set(one.choices):
            found["message"] = _("What is chosen here is not possible while the rest stands as it does.")
    return found
