"""Children in the short form of their parent: a customer and the first contact, in one go.

An entity says so in its declaration: `quick = ("name", "phone", "contacts.name", "contacts.mobile")`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kith.engine import records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.web import forms
from kith.web.arrangement import Arrangement


def child_of(spec: EntitySpec, plural: str) -> tuple[EntitySpec, FieldSpec]:
    """The entity of these children with its link to the parent."""
    return next((child, link) for child, link in registry.children(spec.key) if child.plural == plural)


def names(spec: EntitySpec, chosen: Arrangement) -> tuple[str, ...]:
    """The names of the short form: those that were chosen, else those declared without what the page leaves out."""
    if chosen.quick is not None:
        return chosen.quick
    return tuple(name for name in spec.entity.quick if name not in chosen.left)


def fields(spec: EntitySpec, actor: Actor, named: Iterable[str]) -> dict[str, FieldSpec]:
    """Those of the named fields that this person may write, those of children by their dotted names."""
    own = forms.writable(spec, actor, forms.NEW)
    found: dict[str, FieldSpec] = {}
    for name in dict.fromkeys(named):
        plural, dot, key = name.partition(".")
        one = of_child(spec, plural, key, actor) if dot else own.get(name)
        if one is not None:
            found[name] = one
    return found


def groups(spec: EntitySpec, actor: Actor, named: Iterable[str]) -> list[forms.Group]:
    """The sections of the short form: the record's own fields, then those of each kind of child."""
    found: dict[str, list[FieldSpec]] = {}
    for name, one in fields(spec, actor, named).items():
        plural, dot, _key = name.partition(".")
        found.setdefault(str(child_of(spec, plural)[0].label) if dot else "", []).append(one)
    return [forms.Group(title, fields) for title, fields in found.items()]


def of_child(spec: EntitySpec, plural: str, key: str, actor: Actor) -> FieldSpec | None:
    """A field of a child under its dotted name; nothing of a child has to be given."""
    child, _link = child_of(spec, plural)
    one = forms.writable(child, actor, forms.NEW).get(key)
    if one is None or actor.access.reach(child.key, "create") is Reach.NONE:
        return None
    return replace(one, key=f"{plural}.{key}", required=False, default=None, begin=None)


def create(spec: EntitySpec, actor: Actor, values: dict[str, Any]) -> Any:
    """Create a record with the children that were filled in, all or nothing. Raises Invalid with dotted names."""
    own = {key: value for key, value in values.items() if "." not in key}
    children: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        plural, dot, key = name.partition(".")
        if dot and value not in (None, "", []):
            children.setdefault(plural, {})[key] = value
    with records.transaction():
        record = records.create(spec.model, by=actor, texts=actor.language, **own)
        for plural, given in children.items():
            child, link = child_of(spec, plural)
            try:
                records.create(child.model, by=actor, texts=actor.language, **given, **{link.key: record.pk})
            except Invalid as error:
                raise Invalid({f"{plural}.{key}": texts for key, texts in error.errors.items()}) from error
    return record
